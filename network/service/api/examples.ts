/**
 * One call and its answer for each procedure of the contract, as a play network gave them, for the OpenAPI document to
 * show; long lists are cut to two members. A test holds each to the contract's own schemas.
 */
import examples from './examples.json' with { type: 'json' };

export interface Example {
  /** Of the path and the query. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly request?: unknown;
  /** Absent where there is nothing to show: the answer is a file, or empty. */
  readonly response?: unknown;
}

/** By the procedure's name, such as `court.report`. */
export const examplesByName: Readonly<Record<string, Example>> = examples;

interface Content {
  example?: unknown;
}
export interface Operation {
  readonly operationId?: string;
  readonly parameters?: { readonly name?: string; example?: unknown }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, Content>> };
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
}

const json = 'application/json';

/** Writes the procedure's example into its operation. */
export const exemplify = (operation: Operation, { parameters = {}, request, response }: Example): void => {
  for (const parameter of operation.parameters ?? []) {
    const value = parameters[parameter.name ?? ''];
    if (value !== undefined) parameter.example = value;
  }
  const asked = operation.requestBody?.content?.[json];
  if (asked !== undefined && request !== undefined) asked.example = request;
  const answered = operation.responses?.['200']?.content?.[json];
  if (answered !== undefined && response !== undefined) answered.example = response;
};
