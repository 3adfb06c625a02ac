import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/errors.ts';
import { decodePickle } from '../../src/formats/pickle.ts';
import { pickledBatch } from '../support/python-pickle.ts';

const fromBase64 = (text: string) => decodePickle(Buffer.from(text, 'base64'));
const fromLatin1 = (text: string) => decodePickle(Buffer.from(text, 'latin1'));

/**
 * `{b'labels': [3, 300, -5], b'data': np.arange(6, dtype=np.uint8).reshape(2, 3), 't': (1.5, None, True, 'é')}` and its
 * labels once more as 'again', pickled by CPython 3 and NumPy 2.
 */
const PICKLES = {
  2: 'gAJ9cQAoY19jb2RlY3MKZW5jb2RlCnEBWAYAAABsYWJlbHNxAlgGAAAAbGF0aW4xcQOGcQRScQVdcQYoSwNNLAFK+////2VoAVgEAAAAZGF0YXEHaAOGcQhScQljbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQpjbnVtcHkKbmRhcnJheQpxC0sAhXEMaAFYAQAAAGJxDWgDhnEOUnEPh3EQUnERKEsBSwJLA4ZxEmNudW1weQpkdHlwZQpxE1gCAAAAdTFxFImIh3EVUnEWKEsDWAEAAAB8cRdOTk5K/////0r/////SwB0cRhiiWgBWAYAAAAAAQIDBAVxGWgDhnEaUnEbdHEcYlgBAAAAdHEdKEc/+AAAAAAAAE6IWAIAAADDqXEedHEfWAUAAABhZ2FpbnEgaAZ1Lg==',
  3: 'gAN9cQAoQwZsYWJlbHNxAV1xAihLA00sAUr7////ZUMEZGF0YXEDY251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnEEY251bXB5Cm5kYXJyYXkKcQVLAIVxBkMBYnEHh3EIUnEJKEsBSwJLA4ZxCmNudW1weQpkdHlwZQpxC1gCAAAAdTFxDImIh3ENUnEOKEsDWAEAAAB8cQ9OTk5K/////0r/////SwB0cRBiiUMGAAECAwQFcRF0cRJiWAEAAAB0cRMoRz/4AAAAAAAATohYAgAAAMOpcRR0cRVYBQAAAGFnYWlucRZoAnUu',
  4: 'gASV1AAAAAAAAAB9lChDBmxhYmVsc5RdlChLA00sAUr7////ZUMEZGF0YZSMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsCSwOGlGgHjAVkdHlwZZSTlIwCdTGUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LAHSUYolDBgABAgMEBZR0lGKMAXSUKEc/+AAAAAAAAE6IjALDqZR0lIwFYWdhaW6UaAJ1Lg==',
};

describe('decodePickle', () => {
  it.each([2, 3, 4] as const)('reads data and arrays of bytes of protocol %d', (protocol) => {
    const value = fromBase64(PICKLES[protocol]);
    expect(value).toEqual(
      new Map<string, unknown>([
        ['labels', [3, 300, -5]],
        ['data', { shape: [2, 3], bytes: Uint8Array.of(0, 1, 2, 3, 4, 5) }],
        ['t', [1.5, null, true, 'é']],
        ['again', [3, 300, -5]],
      ]),
    );
  });

  it('reads what Python 2 wrote', () => {
    const rows = Uint8Array.from({ length: 2 * 3072 }, (_, i) => i % 256);
    const value = decodePickle(pickledBatch([7, 1], rows));
    expect(value).toEqual(
      new Map<string, unknown>([
        ['batch_label', 'test'],
        ['labels', [7, 1]],
        ['data', { shape: [2, 3072], bytes: rows }],
        ['filenames', ['a.png']],
      ]),
    );
  });

  it('refuses to look up anything but arrays', () => {
    // What an attacker would send: os.system('true').
    const harmful = 'gAJjcG9zaXgKc3lzdGVtCnEAWAQAAAB0cnVlcQGFcQJScQMu';
    expect(() => fromBase64(harmful)).toThrow(FormatError);
    expect(() => fromBase64(harmful)).toThrow(/asks for posix\.system; only plain data and NumPy arrays of bytes/);
  });

  it.each([
    ['\x80\x02cnumpy\ndtype\nU\x02f4\x85R.', /unfinished array/],
    ['\x80\x02cnumpy\nndarray\n)R.', /made in an unknown way/],
    ['\x80\x05N.', /of protocol 5; 2 to 4/],
    ['\x80\x02K\x01\x81.', /instruction 0x81 at byte 4/],
    ['\x80\x02K', /cut short: it ends at byte 3/],
    ['\x80\x02U\x09abc', /cut short/],
    ['\x80\x02cos', /cut short/],
    ['\x80\x02.', /finds no value/],
    ['\x80\x02h\x01.', /value 1 is used before it is there/],
    ['\x80\x02t.', /mark is missing/],
    ['\x80\x02K\x01K\x02a.', /what is no list/],
    ['\x80\x02}K\x01K\x02s.', /a key is no name/],
    ['\x80\x02K\x01K\x02b.', /a state fits nothing/],
    ['\x80\x02K\x01)R.', /a call is none/],
    ['\x80\x02]q\x00h\x00a.', /holds itself/],
  ])('refuses %j', (text, message) => {
    expect(() => fromLatin1(text)).toThrow(FormatError);
    expect(() => fromLatin1(text)).toThrow(message);
  });

  it('refuses arrays of other than bytes', () => {
    const floats =
      'gASVkQAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsChZRoA4wFZHR5cGWUk5SMAmY0lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGKJQwgAAAAAAAAAAJR0lGIu';
    expect(() => fromBase64(floats)).toThrow(/holds an array of f4 values; one of u1/);
  });

  it('makes nothing large of a few bytes', () => {
    // Lists of twice the list before, 60 deep: 2^60 values if each use were copied.
    const doubled = Array.from(
      { length: 60 },
      (_, i) => `]q${String.fromCharCode(i + 1)}(h${String.fromCharCode(i)}h${String.fromCharCode(i)}e`,
    );
    const value = fromLatin1(`\x80\x02]q\x00${doubled.join('')}.`);
    expect(value).toHaveLength(2);
  });
});
