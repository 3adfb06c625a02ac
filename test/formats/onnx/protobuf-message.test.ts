import { describe, expect, it } from 'vitest';
import { ProtobufMessage } from '../../../src/formats/onnx/protobuf-message.ts';

const hex = (message: ProtobufMessage): string => Buffer.from(message.encoded()).toString('hex');

// Examples of https://protobuf.dev/programming-guides/encoding.
describe('ProtobufMessage', () => {
  it('writes integers seven bits a byte', () => {
    expect(hex(new ProtobufMessage().integer(1, 150))).toBe('089601');
    expect(hex(new ProtobufMessage().integer(1, 0))).toBe('0800');
    expect(hex(new ProtobufMessage().integer(20, 1))).toBe('a00101');
    expect(hex(new ProtobufMessage().integer(1, -2))).toBe('08feffffffffffffffff01');
  });

  it('writes texts with their length', () => {
    expect(hex(new ProtobufMessage().text(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(new ProtobufMessage().text(2, ''))).toBe('1200');
  });

  it('writes floats in four bytes', () => {
    expect(hex(new ProtobufMessage().float(2, 1))).toBe('150000803f');
  });

  it('nests messages', () => {
    expect(hex(new ProtobufMessage().message(3, new ProtobufMessage().integer(1, 150)))).toBe('1a03089601');
    const outer = new ProtobufMessage().message(
      1,
      new ProtobufMessage().message(2, new ProtobufMessage().bytes(3, Uint8Array.of(7, 8))),
    );
    expect(hex(outer)).toBe('0a0612041a020708');
  });
});
