import json
from pathlib import Path

import helpers.arithmetic
from own_layer import Twice

PLUS = json.loads((Path(__file__).parent / "data" / "plus.json").read_text())

def double(x):
    return helpers.arithmetic.add(Twice()(x), PLUS["plus"])
