/**
 * Serves the built renderer to the window as `app://perigee/`, from disk, under the security headers. Serves files
 * only: no request reaches the core this way.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { securityHeaders } from '../../shared/domain/web/security-headers.ts';
import { mediaTypeOf } from './media-type.ts';
import { appScheme } from './own-page.ts';
import { resolveAsset } from './resolve-asset.ts';

/** To be called before the app is ready; Chromium fixes the privileges of schemes when it starts. */
export const registerAppScheme = (protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);

const answer = (status: number, body: Uint8Array<ArrayBuffer> | null, mediaType: string): Response =>
  new Response(body, { status, headers: { ...securityHeaders('desktop'), 'Content-Type': mediaType } });

const refuse = (status: number): Response => answer(status, null, 'text/plain; charset=utf-8');

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR');

/**
 * Answers one request for a file of the renderer.
 *
 * @param rendererDir  absolute path of the built renderer, inside the archive when packaged
 * @returns 200 with the file, 403 for an address outside, 404, or 405 for a method that would change something
 * @throws when the disk fails otherwise; Chromium shows it as a failed request
 */
export const answerAssetRequest = async (
  request: Pick<Request, 'method' | 'url'>,
  rendererDir: string,
): Promise<Response> => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const asset = resolveAsset(request.url, rendererDir, path);
  if (asset.kind === 'refused') return refuse(403);
  try {
    const bytes = await readFile(asset.path);
    return answer(200, request.method === 'HEAD' ? null : bytes, mediaTypeOf(asset.path));
  } catch (error) {
    if (isMissing(error)) return refuse(404);
    throw error;
  }
};

/** To be called once the app is ready. */
export const serveAppPages = (protocol: Pick<Electron.Protocol, 'handle'>, rendererDir: string): void =>
  protocol.handle(appScheme, (request) => answerAssetRequest(request, rendererDir));
