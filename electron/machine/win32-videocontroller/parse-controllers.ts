/** Reads Win32_VideoController, as JSON or as a list, into sightings and displays. Pure; knows nothing of processes. */
import type { Display } from '../../../shared/contract/app/machine.ts';
import { displayReason, isBasicRenderer } from '../identity/display-only.ts';
import { normaliseDriver } from '../identity/driver-version.ts';
import { kindFromName, productName, vendorFromWords } from '../identity/model-name.ts';
import { vendorOfPciId } from '../identity/pci-vendor.ts';
import { fieldsOf, readJsonReport, wordsOf } from '../reports/json-report.ts';
import { toolFailure, unreadableReport } from '../reports/tool-failure.ts';
import { type GpuSighting, type Seen, sightingOf } from '../sighting.ts';
import { type Properties, parseList } from './parse-list.ts';
import { readPnpDevice } from './pnp-device.ts';

const source = 'win32-videocontroller';
const tool = 'powershell';

/** Properties that only a video controller has. */
const telling = ['adapterram', 'adaptercompatibility', 'adapterdactype', 'videoprocessor', 'videomodedescription'];

/** What somebody asks for who wants the names alone. */
const common = new Set(
  `name caption description status driverversion driverdate pnpdeviceid deviceid availability configmanagererrorcode
   currenthorizontalresolution currentverticalresolution currentrefreshrate node`.split(/\s+/),
);

const isController = (properties: Properties): boolean => {
  const className = properties.get('creationclassname') || properties.get('__class') || 'Win32_VideoController';
  if (className.toLowerCase() !== 'win32_videocontroller') return false;
  if (telling.some((key) => properties.has(key))) return true;
  const isMaker = ['nvidia', 'amd', 'intel'].includes(vendorFromWords(properties.get('name') ?? '') ?? '');
  return isMaker && [...properties.keys()].every((key) => common.has(key));
};

const textOf = (properties: Properties, key: string): string | null => wordsOf(properties.get(key));

/** A name that the console's code page could not hold comes as question marks. */
const nameOf = (properties: Properties): string | null => {
  const names = ['name', 'caption', 'description', 'videoprocessor'].map((key) => productName(textOf(properties, key)));
  return names.find((name) => name !== null && !/^[?\uFFFD\s()]+$/.test(name)) ?? null;
};

/** Kept in 32 bits, it stops at 4293918720: from there on it says only "4 GiB or more". Some print it with a sign. */
const vramOf = (properties: Properties): number | null => {
  const words = textOf(properties, 'adapterram') ?? '';
  const bytes = /^\d{1,15}$/.test(words) ? Number(words) : 0;
  return bytes > 0 && bytes < 4_293_918_720 ? bytes : null;
};

/**
 * ConfigManagerErrorCode: 0 works, anything else (43 stopped, 22 disabled, 45 unplugged …) does not. Availability says
 * nothing of it: a card without a monitor is "off line" and computes.
 */
const isBroken = (properties: Properties): boolean =>
  /^[1-9]\d*$/.test(textOf(properties, 'configmanagererrorcode') ?? '');

const reasonOf = (properties: Properties): Display['reason'] | null => {
  const maker = textOf(properties, 'adaptercompatibility') ?? '';
  const words = `${maker} ${nameOf(properties) ?? ''}`;
  const device = readPnpDevice(textOf(properties, 'pnpdeviceid'));
  if (isBasicRenderer(words)) return null;
  const reason = displayReason(words, device.pciId);
  if (reason !== null) return reason;
  // `(Standard display types)`, in brackets in every language; so does the stand-in's own section of display.inf.
  if (maker.startsWith('(') || /^MSBDA/i.test(textOf(properties, 'infsection') ?? '')) return 'no_driver';
  return ['nvidia', 'amd', 'intel'].includes(vendorFromWords(words) ?? '') ? null : device.display;
};

const sightingFrom = (properties: Properties): GpuSighting => {
  const name = nameOf(properties);
  const { pciId, isShare } = readPnpDevice(textOf(properties, 'pnpdeviceid'));
  const words = `${textOf(properties, 'adaptercompatibility') ?? ''} ${name ?? ''}`;
  const isSoftware = isBasicRenderer(words);
  const vendor = vendorOfPciId(pciId) ?? vendorFromWords(isShare ? (name ?? '') : words);
  return sightingOf({
    source,
    name,
    vendor,
    kind: isSoftware ? 'software' : isShare ? 'virtual' : kindFromName(vendor, name),
    vramBytes: vramOf(properties),
    driver: normaliseDriver(vendor, textOf(properties, 'driverversion')),
    pciId: isSoftware ? null : pciId,
    unusable: isBroken(properties) ? 'stopped' : null,
  });
};

const propertiesOf = (value: unknown): Properties =>
  new Map([...fieldsOf(value)].flatMap(([key, field]) => (typeof field === 'object' ? [] : [[key, String(field)]])));

/** One object, an array, or PowerShell 5's wrapping of one: `{"value": [...], "Count": 2}`. */
const parseJson = (text: string): Properties[] => {
  const report = readJsonReport(tool, text);
  const wrapped = fieldsOf(report).get('value');
  const listed = Array.isArray(report) ? report : Array.isArray(wrapped) ? wrapped : [report];
  const controllers = listed.map(propertiesOf).filter(isController);
  if (listed.length > 0 && controllers.length === 0) throw toolFailure(tool, text);
  return controllers;
};

/** The list is alphabetical: one with the first property of all and without the last one was cut short. */
const isWhole = (controller: Properties): boolean =>
  (nameOf(controller) !== null || controller.has('pnpdeviceid')) &&
  (!controller.has('acceleratorcapabilities') || controller.has('videoprocessor'));

const parseText = (text: string): Properties[] => {
  const { objects, isCut } = parseList(tool, text);
  const controllers = objects.filter(isController);
  const [first] = controllers;
  const last = objects.at(-1);
  if (!first || !last) {
    if (/no instance(\(s\)|s)? available|отсутствуют экземпляры|keine instanzen/i.test(text.slice(0, 4_096))) return [];
    throw toolFailure(tool, text);
  }
  // Every object of one list has the same properties; one with some of them has only begun.
  const isBegun = last.size < first.size && [...last.keys()].every((key) => first.has(key));
  if (isCut || isBegun || (controllers.includes(last) && !isWhole(last))) {
    throw unreadableReport(tool, 'the last video controller was cut short');
  }
  return controllers;
};

/** Old drivers list a card once per head under one path; a share of a card and a remote display have their own. */
const oncePerDevice = (controllers: readonly Properties[]): Properties[] => {
  const byPath = new Map<unknown, Properties>();
  for (const controller of controllers) {
    const path = textOf(controller, 'pnpdeviceid')?.toUpperCase() ?? controller;
    if (!byPath.has(path)) byPath.set(path, controller);
  }
  return [...byPath.values()];
};

/**
 * @param text JSON (`ConvertTo-Json`), `Format-List`, or `wmic path win32_videocontroller get /format:list`
 * @returns one sighting per card and one display per other controller, in the tool's order
 * @throws GPU_TOOL_FAILED for anything but such a report, and for one that was cut short
 */
export const parseControllers = (text: string): Seen => {
  const isJson = /^[\uFEFF\s]*[[{]/.test(text.slice(0, 4_096)) || /^[ \t]*[[{][ \t\r]*$/m.test(text);
  const controllers = oncePerDevice(isJson ? parseJson(text) : parseText(text));
  return {
    gpus: controllers.filter((controller) => reasonOf(controller) === null).map(sightingFrom),
    displays: controllers.flatMap((controller) => {
      const reason = reasonOf(controller);
      const name = nameOf(controller) ?? textOf(controller, 'pnpdeviceid') ?? 'Display';
      return reason === null ? [] : [{ name, reason, source }];
    }),
  };
};
