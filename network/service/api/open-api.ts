/** The OpenAPI document of the network contract, generated from the contract itself. */
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { networkContract } from '../../../shared/contract/network/index.ts';
import { coveredComponents, signatureAlgorithm, signatureTag } from '../../../shared/domain/signing/request-profile.ts';
import { examplesByName, exemplify, type Operation } from './examples.ts';

export const generateOpenApi = async (baseUrl: string) => {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(networkContract, {
    info: {
      title: 'Perigee network',
      version: '1',
      description: `Releases and the explorer are read by anybody. Every other request is signed (RFC 9421) with the device's key: ${signatureAlgorithm} over ${coveredComponents.join(', ')}, tag ${signatureTag}, a nonce used once, created within two minutes. The live session is a WebSocket at /v1/session.`,
    },
    servers: [{ url: `${baseUrl}/v1` }],
  });
  for (const operations of Object.values(document.paths ?? {}))
    for (const operation of Object.values(operations ?? {})) {
      const example = examplesByName[(operation as Operation).operationId ?? ''];
      if (example !== undefined) exemplify(operation as Operation, example);
    }
  return document;
};
