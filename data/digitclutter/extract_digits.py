"""Takes the outlines of the ten digits out of TeX Gyre Heros Bold: python extract_digits.py texgyreheros-bold.otf > digits.json

Needs fonttools. Coordinates are the font's own (1000 to the em, y upwards); M, L, C and Z as in SVG paths.
"""
import json
import sys

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont


class PathPen(BasePen):
    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.commands = []

    def add(self, command, *points):
        self.commands.append(command + " ".join(f"{value:g}" for point in points for value in point))

    def _moveTo(self, point):
        self.add("M", point)

    def _lineTo(self, point):
        self.add("L", point)

    def _curveToOne(self, first, second, end):
        self.add("C", first, second, end)

    def _closePath(self):
        self.commands.append("Z")


font = TTFont(sys.argv[1])
glyphs = font.getGlyphSet()
digits = {}
for digit in "0123456789":
    pen = PathPen(glyphs)
    glyphs[font.getBestCmap()[ord(digit)]].draw(pen)
    digits[digit] = "".join(pen.commands)
print(json.dumps({
    "notice": "The outlines of the digits 0 to 9 of TeX Gyre Heros Bold, taken out of the font file without change: a derived work "
    "under the GUST Font License (GUST-FONT-LICENSE.txt), not supported by the font's authors.",
    "font": f"TeX Gyre Heros Bold, {font['name'].getDebugName(5).split(';')[0].lower()}",
    "copyright": "B. Jackowski and J. M. Nowacki (on behalf of TeX users groups), 2006, 2009; based on URW Nimbus Sans L",
    "unitsPerEm": font["head"].unitsPerEm,
    "digits": digits,
}, indent=2))
