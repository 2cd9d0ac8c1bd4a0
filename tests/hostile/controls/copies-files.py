import os
import shutil
from pathlib import Path

def double(x):
    Path("one.txt").write_text("1")
    shutil.copy2("one.txt", "two.txt")
    os.chmod("two.txt", 0o600)
    os.makedirs("deep/er", exist_ok=True)
    shutil.move("two.txt", "deep/er/three.txt")
    return 2 * x + int(Path("deep/er/three.txt").read_text())
