/** Reads the text that `dxdiag /t` writes into sightings and displays. Pure; knows nothing of processes. */
import type { Display } from '../../../shared/contract/app/machine.ts';
import { displayReason, isBasicRenderer } from '../identity/display-only.ts';
import { normaliseDriver } from '../identity/driver-version.ts';
import { kindFromName, productName, vendorFromWords } from '../identity/model-name.ts';
import { normalisePciId } from '../identity/pci-address.ts';
import { vendorOfPciId } from '../identity/pci-vendor.ts';
import { wordsOf } from '../reports/json-report.ts';
import { bytesFrom } from '../reports/memory-size.ts';
import { toolFailure, unreadableReport } from '../reports/tool-failure.ts';
import { type GpuKind, type GpuSighting, type GpuVendor, type Seen, sightingOf } from '../sighting.ts';
import { readPnpDevice } from '../win32-videocontroller/pnp-device.ts';
import { type DeviceRecord, recordsIn, type Section, sectionsIn } from './sections.ts';

const source = 'dxdiag';

/** Labels by meaning: English, which every Windows writes to the file, then what translations of it have. */
const labels = {
  name: ['card name', 'имя карты', 'название карты', 'kartenname', 'name der karte'],
  maker: ['manufacturer', 'изготовитель', 'производитель', 'hersteller'],
  chip: ['chip type', 'тип микросхем', 'chiptyp'],
  deviceType: ['device type', 'тип устройства', 'gerätetyp'],
  deviceKey: ['device key', 'ключ устройства', 'geräteschlüssel'],
  problem: ['device problem code', 'код проблемы устройства', 'geräteproblemcode'],
  memory: ['dedicated memory', 'выделенная память', 'dedizierter speicher', 'dedizierter arbeitsspeicher'],
  driver: ['driver version', 'версия драйвера', 'treiberversion'],
  vendorId: ['vendor id'],
  deviceId: ['device id'],
  hybrid: ['hybrid graphics gpu'],
  model: ['driver model'],
  attributes: ['adapter attributes'],
} as const;

const fieldOf = (record: DeviceRecord, field: keyof typeof labels): string | null => {
  const label = labels[field].find((each) => record.has(each));
  return label === undefined ? null : wordsOf(record.get(label));
};

const isFirst = (label: string): boolean => labels.name.some((each) => each === label);

/** A separate section lists them; on some builds they stand among the cards. */
const isNeuralProcessor = (record: DeviceRecord): boolean =>
  /HARDWARE_TYPE_NPU/i.test(fieldOf(record, 'attributes') ?? '') || /^MCDM/i.test(fieldOf(record, 'model') ?? '');

const nameOf = (record: DeviceRecord): string | null => productName(fieldOf(record, 'name'));

const pciIdOf = (record: DeviceRecord): string | null =>
  readPnpDevice(fieldOf(record, 'deviceKey')).pciId ??
  normalisePciId(fieldOf(record, 'vendorId') ?? '', fieldOf(record, 'deviceId') ?? '');

/** `24142 MB`, `24.142 MB` in German; a mebibyte each. "Display Memory" counts the system's memory too. */
const bytesIn = (words: string | null): number | null => {
  const [, digits = '', unit = ''] = /^(\d[\d.,\s]*?)\s*([MG])(?:B|Б|o)$/i.exec(words ?? '') ?? [];
  const amount = digits.replace(/[.,\s](?=\d{3}(?!\d))/g, '').replace(',', '.');
  return /^\d+(\.\d+)?$/.test(amount) ? bytesFrom(Number(amount), `${unit}B`) || null : null;
};

const kindOf = (record: DeviceRecord, vendor: GpuVendor | null, name: string | null): GpuKind => {
  const kind = kindFromName(vendor, name);
  const hybrid = fieldOf(record, 'hybrid')?.toLowerCase();
  return kind === 'unknown' && (hybrid === 'integrated' || hybrid === 'discrete') ? hybrid : kind;
};

const wordsIn = (record: DeviceRecord): string => `${fieldOf(record, 'maker') ?? ''} ${nameOf(record) ?? ''}`;

const reasonOf = (record: DeviceRecord): Display['reason'] | null => {
  const words = wordsIn(record);
  if (isBasicRenderer(words)) return null;
  const device = readPnpDevice(fieldOf(record, 'deviceKey'));
  const reason = displayReason(words, device.isShare ? null : pciIdOf(record)) ?? device.display;
  return reason ?? (/display-only/i.test(fieldOf(record, 'deviceType') ?? '') ? 'indirect' : null);
};

const sightingFrom = (record: DeviceRecord): GpuSighting => {
  const name = nameOf(record);
  const isSoftware = isBasicRenderer(wordsIn(record));
  const { isShare } = readPnpDevice(fieldOf(record, 'deviceKey'));
  const pciId = isSoftware || isShare ? null : pciIdOf(record);
  const vendor = vendorOfPciId(pciId) ?? vendorFromWords(isShare ? (name ?? '') : wordsIn(record));
  const [driver] = /^[\d.]+/.exec(fieldOf(record, 'driver') ?? '') ?? [];
  return sightingOf({
    source,
    name,
    vendor,
    kind: isSoftware ? 'software' : isShare ? 'virtual' : kindOf(record, vendor, name),
    vramBytes: bytesIn(fieldOf(record, 'memory')),
    driver: normaliseDriver(vendor, driver),
    pciId,
    // `No Problem`, or the number that Device Manager shows.
    unusable: /\b[1-9]\d*\b/.test(fieldOf(record, 'problem') ?? '') ? 'lost' : null,
  });
};

/**
 * What makes two records one card: model and board, for the file has nothing of the slot. A record that ends before its
 * key is of the card that bears the same name.
 */
const cardsOf = (records: readonly DeviceRecord[]): ReadonlyMap<DeviceRecord, string> => {
  const keyOf = (record: DeviceRecord): string | null => fieldOf(record, 'deviceKey') ?? pciIdOf(record);
  const keyed = new Map(
    records.toReversed().flatMap((record) => {
      const key = keyOf(record);
      return key === null ? [] : [[nameOf(record), key]];
    }),
  );
  return new Map(
    records.map((record) => [
      record,
      (keyOf(record) ?? keyed.get(nameOf(record)) ?? nameOf(record) ?? '').toUpperCase(),
    ]),
  );
};

/**
 * A card is listed once per monitor, and once where it has none: "Render-Only". So several records of one model are one
 * card with several monitors, and each that only renders is a card of its own. Two identical cards that both have
 * monitors look like one with two; they are counted as one rather than made up.
 */
const oncePerCard = (records: readonly DeviceRecord[]): DeviceRecord[] => {
  const cards = cardsOf(records);
  const withMonitor = new Set<string | undefined>();
  return records.filter((record) => {
    if (/render-only/i.test(fieldOf(record, 'deviceType') ?? '')) return true;
    const isNew = !withMonitor.has(cards.get(record));
    withMonitor.add(cards.get(record));
    return isNew;
  });
};

/** The notes have a line for each record of the display section. */
const announced = (sections: readonly Section[]): number =>
  sections.flatMap(({ lines }) => lines).filter((line) => /^\s*display tab \d+:/i.test(line)).length;

const isDisplaySection = ({ title }: Section): boolean =>
  /^(display devices|устройства отображения|видеоустройства|anzeigegeräte|grafikgeräte)$/.test(title);

/** With nothing behind the name a card cannot be told from others of its model. */
const isBare = (record: DeviceRecord): boolean =>
  (['maker', 'chip', 'deviceKey', 'memory', 'deviceId'] as const).every((field) => fieldOf(record, field) === null);

/**
 * @param text the whole file, or its display section
 * @returns one sighting per card as far as the text tells them apart, and one display per other device, in order
 * @throws GPU_TOOL_FAILED for anything but such a report, and for one that was cut short
 */
export const parseDxdiag = (text: string): Seen => {
  const sections = sectionsIn(source, text);
  const records = sections
    .filter(({ title }) => !/mcdm|npu|neural/.test(title))
    .flatMap((each) => recordsIn(each, isFirst));
  const hasSection = sections.some(isDisplaySection);
  if (records.length === 0 && !hasSection) throw toolFailure(source, text);
  const last = sections.at(-1);
  const endsInDisplays = last === undefined || isDisplaySection(last) || recordsIn(last, isFirst).length > 0;
  const lastRecord = records.at(-1);
  const isLastBare = endsInDisplays && (lastRecord === undefined || isBare(lastRecord));
  if (isLastBare || records.length < announced(sections)) {
    throw unreadableReport(source, 'the list of display devices was cut short');
  }
  const devices = records.filter((record) => !isNeuralProcessor(record));
  return {
    gpus: oncePerCard(devices.filter((record) => reasonOf(record) === null)).map(sightingFrom),
    displays: devices.flatMap((record) => {
      const reason = reasonOf(record);
      return reason === null ? [] : [{ name: nameOf(record) ?? 'Display', reason, source }];
    }),
  };
};
