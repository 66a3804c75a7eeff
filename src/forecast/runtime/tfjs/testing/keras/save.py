"""Runs the Python of docs/adding-a-model.md ("From Keras") as it stands there, and keeps what it writes with what Keras forecasts.

    pip install keras tensorflow-cpu
    python src/forecast/runtime/tfjs/testing/keras/save.py
    npm run format

Writes model.json, weights.bin and forecast.json beside itself; adding-a-model.test.ts runs them in the product. The weights are
random (seed 1), biases too, so that none of them can go missing unseen.
"""

import hashlib
import json
import os
import re
from pathlib import Path

import keras
import numpy as np

here = Path(__file__).parent
page = here.parents[5].joinpath("docs/adding-a-model.md").read_text(encoding="utf-8")
build, save = re.findall(r"```python\n(.*?)```", page, re.S)[:2]

scope = {"json": json}
exec("from keras import *\nfrom keras.layers import *\n" + build, scope)
model = scope["model"]
rng = np.random.default_rng(1)
for variable in model.weights:
    variable.assign(rng.normal(0, 0.3, variable.shape).astype("f4"))

os.chdir(here)
exec(save, scope)

sequence = np.sin(np.arange(600) / 9).astype("f4").reshape(1, 200, 3)
context = np.cos(np.arange(31) / 5).astype("f4").reshape(1, 31)
forecast = {
    "keras": keras.__version__,
    "backend": keras.backend.backend(),
    "python": hashlib.sha256((build + save).encode()).hexdigest(),
    "y": [float(v) for v in model.predict([sequence, context], verbose=0)[0]],
}
Path("forecast.json").write_text(json.dumps(forecast) + "\n")
