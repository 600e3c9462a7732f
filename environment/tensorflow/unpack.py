"""Takes out of TensorFlow's and NVIDIA's wheels what the compiled engine needs: unpack.py FOLDER WHEEL..."""

import os
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
            for member in archive.infolist():
                if needed(member.filename):
                    path = archive.extract(member, folder)
                    # A wheel's programs (CUDA's assembler) have to stay programs, which zipfile forgets.
                    if member.external_attr >> 16 & 0o100:
                        os.chmod(path, 0o755)


main(*sys.argv[1:])
