import json
import pathlib
import tempfile


def double(x):
    pathlib.Path("notes.json").write_text(json.dumps({"scale": 2}))
    with tempfile.NamedTemporaryFile("w+") as file:
        file.write("1")
        file.seek(0)
        return json.loads(pathlib.Path("notes.json").read_text())["scale"] * x + int(file.read())
