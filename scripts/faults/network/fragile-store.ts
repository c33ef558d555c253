/**
 * A store whose connection is lost at a statement that is chosen beforehand: just before the engine has it, or just after
 * it was done and nobody heard. What of a transaction was not committed is undone by the real engine, as it is when a
 * client goes. It never touches what was committed.
 */
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PGliteAdapter,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { Database, Store } from '../../../network/store/open-store.ts';
import type { Tables } from '../../../network/store/schema.ts';

/** `killed`: the process is gone with it; `cut`: the process lives on and asks again over another connection. */
export const blowKinds = ['killed_before', 'killed_after', 'cut_before', 'cut_after'] as const;
export type BlowKind = (typeof blowKinds)[number];

export interface Blow {
  readonly kind: BlowKind;
  /** Statements from now on, this one counted; at least 1. */
  readonly after: number;
}

/** What a blow fell on. */
export interface Struck {
  readonly kind: BlowKind;
  /** Its number in this process of the service, from 1. */
  readonly statement: number;
  /** Its first words. */
  readonly sql: string;
  readonly moment: 'commit' | 'in_transaction' | 'alone';
}

export interface FragileStore {
  readonly store: Store;
  /** The next blow; one that has not fallen yet is forgotten. */
  arm(blow: Blow | null): void;
  /** The last one that fell. */
  readonly struck: Struck | null;
  /** The process is gone: nothing reaches the database any more. */
  readonly isDead: boolean;
  /** That the engine was asked for. */
  readonly statements: number;
}

/** Ends a server's own connection from outside; nothing to do where the engine has no connections. */
export type Cut = (held: Kysely<Tables>) => Promise<void>;

const shownLetters = 90;

/** @param opened  stays open: whoever opened it closes it */
export const createFragileStore = (opened: Store, cut: Cut | null): FragileStore => {
  const real = opened.db.withoutPlugins();
  let blow: Blow | null = null;
  let left = 0;
  let struck: Struck | null = null;
  let isDead = false;
  let statements = 0;
  const lost = (): Error => new Error('the connection to the database is lost');

  class Line implements DatabaseConnection {
    #isLost = false;
    #isInTransaction = false;
    readonly #held: Kysely<Tables>;
    readonly giveBack: () => void;
    constructor(held: Kysely<Tables>, giveBack: () => void) {
      this.#held = held;
      this.giveBack = giveBack;
    }

    async begin(): Promise<void> {
      this.#refuseLost();
      await this.#say('begin');
      this.#isInTransaction = true;
    }
    commit(): Promise<void> {
      return this.#through('commit', async () => {
        await this.#say('commit');
        this.#isInTransaction = false;
      });
    }
    async undo(): Promise<void> {
      if (!this.#isInTransaction) return;
      this.#isInTransaction = false;
      await this.#say('rollback').catch(() => undefined);
    }
    executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      return this.#through(query.sql, () => this.#held.executeQuery<Row>(query as CompiledQuery<Row>));
    }
    streamQuery(): AsyncIterableIterator<never> {
      throw new Error('nothing here streams');
    }

    async #say(text: string): Promise<void> {
      await this.#held.executeQuery(CompiledQuery.raw(text));
    }
    #refuseLost(): void {
      if (isDead || this.#isLost) throw lost();
    }
    async #lose(): Promise<void> {
      this.#isLost = true;
      if (cut === null) return this.undo();
      this.#isInTransaction = false;
      await cut(this.#held);
    }
    async #through<Done>(sql: string, run: () => Promise<Done>): Promise<Done> {
      this.#refuseLost();
      statements += 1;
      left -= 1;
      if (blow === null || left > 0) return run();
      const { kind } = blow;
      blow = null;
      const inside = this.#isInTransaction ? 'in_transaction' : 'alone';
      struck = {
        ...{ kind, statement: statements, sql: sql.replaceAll(/\s+/g, ' ').slice(0, shownLetters) },
        moment: sql === 'commit' ? 'commit' : inside,
      };
      if (kind.startsWith('killed')) isDead = true;
      try {
        if (kind.endsWith('after')) await run();
      } finally {
        await this.#lose();
      }
      throw lost();
    }
  }

  const driver: Driver = {
    init: async () => undefined,
    acquireConnection: () =>
      new Promise((resolve, reject) => {
        const hold = (held: Kysely<Tables>): Promise<void> =>
          new Promise((giveBack) => resolve(new Line(held, giveBack)));
        real.connection().execute(hold).catch(reject);
      }),
    beginTransaction: (line) => (line as Line).begin(),
    commitTransaction: (line) => (line as Line).commit(),
    rollbackTransaction: (line) => (line as Line).undo(),
    releaseConnection: async (line) => {
      await (line as Line).undo();
      (line as Line).giveBack();
    },
    destroy: async () => undefined,
  };
  const dialect: Dialect = {
    createAdapter: () => (opened.isShared ? new PostgresAdapter() : new PGliteAdapter()),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  const db: Database = new Kysely<Tables>({
    dialect,
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return {
    store: { ...opened, db, close: async () => undefined },
    arm: (next) => {
      blow = next;
      left = next?.after ?? 0;
    },
    get struck() {
      return struck;
    },
    get isDead() {
      return isDead;
    },
    get statements() {
      return statements;
    },
  };
};
