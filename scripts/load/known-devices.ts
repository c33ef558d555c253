/** Devices that a network knows already, by their keys: written at once, as registering each would have. */
import { deviceIdOf } from '../../shared/domain/signing/device-id.ts';
import { cpuClaim } from '../../tests/network/play-device.ts';
import { askServer } from '../../tests/network/play-place.ts';

const keysAtOnce = 5_000;

export const keepDevices = async (databaseUrl: string, publicKeys: readonly string[]): Promise<void> => {
  for (let from = 0; from < publicKeys.length; from += keysAtOnce) {
    const rows = publicKeys.slice(from, from + keysAtOnce).map((key) => ({ key, id: deviceIdOf(key) }));
    // Keys and ids are of base64url and hexadecimal, and so is the claim free of quotes that SQL knows.
    const given = `json_to_recordset('${JSON.stringify(rows)}'::json) as given (key text, id text)`;
    await askServer(
      databaseUrl,
      `insert into accounts (id, name, opened_at, compliance_level) select 'load-' || id, 'load', 0, 1 from ${given};
      insert into devices (id, public_key, account_id, name, claim, registered_at)
        select id, key, 'load-' || id, 'load', '${JSON.stringify(cpuClaim)}'::jsonb, 0 from ${given}`,
    );
  }
};
