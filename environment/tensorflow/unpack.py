"""Takes out of TensorFlow's and NVIDIA's wheels what the compiled engine needs: unpack.py FOLDER WHEEL..."""

import sys
import zipfile

# The headers that the engine's binding includes, directly or not.
HEADERS = tuple(f"tensorflow/include/{part}/" for part in ("tensorflow", "tsl", "xla", "absl"))


def needed(name: str) -> bool:
    if name.startswith("tensorflow/"):
        is_library = name.startswith("tensorflow/libtensorflow") and ".so" in name
        return is_library or (name.startswith(HEADERS) and "/compiler/" not in name)
    return name.startswith("nvidia/") and not name.endswith((".h", ".hpp", ".py"))


def main(folder: str, *wheels: str) -> None:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in filter(needed, archive.namelist()):
                archive.extract(name, folder)


main(*sys.argv[1:])
