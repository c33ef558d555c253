import { describe, expect, it } from 'vitest';
import { textOfCapture } from './captured-text.ts';

const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('the bytes of a capture', () => {
  it.each([
    ['UTF-8', Buffer.from('Название: Встроенная')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFНазвание: Встроенная')],
    ['UTF-16 as PowerShell writes it', Buffer.from('\uFEFFНазвание: Встроенная', 'utf16le')],
    ['UTF-16 without a mark', Buffer.from('Название: Встроенная', 'utf16le')],
    ['UTF-16, big end first', bigEndian('\uFEFFНазвание: Встроенная')],
  ])('are read as %s', (_name, bytes) => expect(textOfCapture(bytes)).toBe('Название: Встроенная'));

  it('are read in the code page of a Russian or a Western Windows', () => {
    expect(textOfCapture(Buffer.from([0xcd, 0xe0, 0xe7, 0xe2, 0xe0, 0xed, 0xe8, 0xe5]))).toBe('Название');
    expect(textOfCapture(Buffer.from([0x47, 0x65, 0x72, 0xe4, 0x74]))).toBe('Gerät');
  });

  it('are text even when they are none', () => {
    expect(textOfCapture(new Uint8Array())).toBe('');
    expect(textOfCapture(Buffer.from([0xff, 0xfe, 0x41]))).toHaveLength(1);
    expect(textOfCapture(Buffer.from([0x00, 0x80, 0xff]))).toHaveLength(3);
  });
});
