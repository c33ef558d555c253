import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract';
import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { networkContract } from '../../../shared/contract/network/index.ts';
import { type Example, examplesByName } from './examples.ts';
import { generateOpenApi } from './open-api.ts';

const schema = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        summary: z.string(),
        tags: z.array(z.string()).min(1),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
});

let text: string;
let document: z.infer<typeof schema>;
beforeAll(async () => {
  text = JSON.stringify(await generateOpenApi('http://127.0.0.1:8790'));
  document = schema.parse(JSON.parse(text));
});

/** Every call of the contract, as `GET /path`. */
const callsOf = (node: unknown): string[] => {
  if (isContractProcedure(node)) {
    const { method, path } = node['~orpc'].route;
    return [`${method} ${path}`];
  }
  return Object.values(node as object).flatMap(callsOf);
};

it('is valid OpenAPI', async () => {
  expect(await new Validator().validate(JSON.parse(text))).toEqual({ valid: true });
});

it('names every call of the contract and no other, each once, with its refusals', () => {
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ name: `${method.toUpperCase()} ${path}`, call })),
  );
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(calls.map(({ name }) => name).toSorted()).toEqual(callsOf(networkContract).toSorted());
  expect(new Set(calls.map(({ call }) => call.operationId)).size).toBe(calls.length);
  for (const { name, call } of calls)
    expect(Object.keys(call.responses), name).toEqual(expect.arrayContaining(['200', '401', '429']));
});

it('has no reference that leads nowhere', () => {
  for (const [, path = ''] of text.matchAll(/"\$ref":"#([^"]+)"/g)) {
    const target = path
      .split('/')
      .slice(1)
      .reduce<unknown>(
        (node, key) => (node as Record<string, unknown> | undefined)?.[key.replaceAll('~1', '/')],
        JSON.parse(text),
      );
    expect(target, path).toBeDefined();
  }
});

/** Every procedure of the contract, by name. */
const proceduresOf = (
  node: unknown,
  names: readonly string[] = [],
): { name: string; procedure: AnyContractProcedure }[] =>
  isContractProcedure(node)
    ? [{ name: names.join('.'), procedure: node }]
    : Object.entries(node as object).flatMap(([name, member]) => proceduresOf(member, [...names, name]));

it('shows an example of every call, which the contract itself takes', async () => {
  const procedures = proceduresOf(networkContract);
  expect(Object.keys(examplesByName).toSorted()).toEqual(procedures.map(({ name }) => name).toSorted());
  for (const { name, procedure } of procedures) {
    const { parameters = {}, request, response } = examplesByName[name] as Example;
    const { inputSchema, outputSchema } = procedure['~orpc'];
    const asked = inputSchema?.['~standard'].validate({ ...parameters, ...(request as object) });
    expect([name, (await asked)?.issues]).toEqual([name, undefined]);
    const answered = response === undefined ? undefined : outputSchema?.['~standard'].validate(response);
    expect([name, (await answered)?.issues]).toEqual([name, undefined]);
  }
});

it('writes each example where a reader of the document looks for it', () => {
  const { post: report } = JSON.parse(text).paths['/reports'];
  const { request, response } = examplesByName['court.report'] as Example;
  expect(report.requestBody.content['application/json'].example).toEqual(request);
  expect(report.responses['200'].content['application/json'].example).toEqual(response);
});
