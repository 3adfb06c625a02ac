/**
 * The parts of an ONNX model that are written here, and their bytes. Field numbers are those of onnx.proto,
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */
import { ProtobufMessage } from './protobuf-message.ts';

/** An attribute with its type. */
export type OnnxAttribute =
  | { readonly float: number }
  | { readonly int: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] };

export interface OnnxNode {
  readonly name: string;
  readonly operator: string;
  /** Names of values; an empty one leaves out an optional input. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A constant: floats, or 64-bit integers for shapes and positions. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** An input or output of the graph: floats; a text in the shape is a size that is open. */
export interface OnnxPort {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly metadata: Readonly<Record<string, string>>;
}

const IR_VERSION = 8;
const OPSET = 17;
const FLOAT = 1;
const INT64 = 7;

/** The bytes of an `.onnx` file: IR version 8, operator set 17. */
export function encodeOnnxModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const message = new ProtobufMessage()
    .integer(1, IR_VERSION)
    .text(2, 'cnn-gpu')
    .message(7, graph(model))
    .message(8, new ProtobufMessage().text(1, '').integer(2, OPSET));
  for (const [key, value] of Object.entries(model.metadata)) {
    message.message(14, new ProtobufMessage().text(1, key).text(2, value));
  }
  return message.encoded();
}

function graph({ name, nodes, constants, inputs, outputs }: OnnxModel): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const each of nodes) message.message(1, node(each));
  message.text(2, name);
  for (const each of constants) message.message(5, tensor(each));
  for (const each of inputs) message.message(11, port(each));
  for (const each of outputs) message.message(12, port(each));
  return message;
}

function node({ name, operator, inputs, output, attributes }: OnnxNode): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const input of inputs) message.text(1, input);
  message.text(2, output).text(3, name).text(4, operator);
  for (const [key, value] of Object.entries(attributes)) message.message(5, attribute(key, value));
  return message;
}

function attribute(name: string, value: OnnxAttribute): ProtobufMessage {
  const message = new ProtobufMessage().text(1, name);
  if ('float' in value) return message.float(2, value.float).integer(20, 1);
  if ('int' in value) return message.integer(3, value.int).integer(20, 2);
  if ('text' in value) return message.text(4, value.text).integer(20, 3);
  for (const int of value.ints) message.integer(8, int);
  return message.integer(20, 7);
}

function tensor({ name, shape, data }: OnnxTensor): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const size of shape) message.integer(1, size);
  return message
    .integer(2, data instanceof Float32Array ? FLOAT : INT64)
    .text(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function port({ name, shape }: OnnxPort): ProtobufMessage {
  const dims = new ProtobufMessage();
  for (const size of shape) {
    const dim = new ProtobufMessage();
    dims.message(1, typeof size === 'number' ? dim.integer(1, size) : dim.text(2, size));
  }
  const type = new ProtobufMessage().message(1, new ProtobufMessage().integer(1, FLOAT).message(2, dims));
  return new ProtobufMessage().text(1, name).message(2, type);
}
