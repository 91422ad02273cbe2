/**
 * Diwan's API in TypeScript. The types of every call are generated from the site's OpenAPI document (see README.md);
 * this file adds what that document cannot say: signing a person in (OAuth 2.1, authorization code with PKCE), and renewing.
 * It needs fetch and Web Crypto: any browser of today, Node 20 and later.
 */
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./schema.js";

/** What an app holds for a person. */
export interface Tokens {
  access: string;
  refresh?: string;
  /** Milliseconds since 1970. */
  until: number;
}

/** A sign-in that was begun; keep it until the person comes back. */
export interface Begun {
  /** Send the person's browser there. */
  url: string;
  verifier: string;
  state: string;
}

/** The provider's own words: `error` as in RFC 6749, and what is wrong. */
export class SignInError extends Error {
  constructor(readonly code: string, description: string) {
    super(`${code}: ${description}`);
  }
}

const text = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const random = (): string => text(crypto.getRandomValues(new Uint8Array(32)));

export class SignIn {
  constructor(
    private readonly base: string,
    private readonly clientId: string,
    private readonly redirectUri: string,
    private readonly secret?: string,
  ) {}

  async begin(scopes: string[], language: "ar" | "en" = "ar"): Promise<Begun> {
    const [verifier, state] = [random(), random()];
    const challenge = text(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
    const query = new URLSearchParams({
      client_id: this.clientId, response_type: "code", redirect_uri: this.redirectUri, scope: scopes.join(" "), state,
      code_challenge: challenge, code_challenge_method: "S256", ui_locales: language,
    });
    return { url: `${this.base}/connect/authorize?${query}`, verifier, state };
  }

  /** @param returned the address at which the person came back, whole. */
  async finish(begun: Begun, returned: string): Promise<Tokens> {
    const said = new URL(returned).searchParams;
    if (said.get("state") !== begun.state) {
      throw new SignInError("state", "The answer does not belong to this sign-in.");
    }

    if (said.get("error")) {
      throw new SignInError(said.get("error")!, said.get("error_description") ?? "");
    }

    return this.token({ grant_type: "authorization_code", code: said.get("code")!, code_verifier: begun.verifier, redirect_uri: this.redirectUri });
  }

  /** A refresh token is good once: keep what comes back in its place. */
  renew(tokens: Tokens): Promise<Tokens> {
    return this.token({ grant_type: "refresh_token", refresh_token: tokens.refresh! });
  }

  /** For the app itself, with its secret: webhooks. */
  own(scope: string): Promise<Tokens> {
    return this.token({ grant_type: "client_credentials", scope });
  }

  private async token(form: Record<string, string>): Promise<Tokens> {
    const body = new URLSearchParams({ client_id: this.clientId, ...(this.secret ? { client_secret: this.secret } : {}), ...form });
    const answer = await fetch(`${this.base}/connect/token`, { method: "POST", body });
    const said = (await answer.json()) as Record<string, string & number>;
    if (!answer.ok) {
      throw new SignInError(said.error!, said.error_description ?? "");
    }

    return { access: said.access_token!, refresh: said.refresh_token, until: Date.now() + said.expires_in! * 1000 };
  }
}

/** The calls of the API. Without tokens, those that are anybody's. */
export function diwan(base: string, tokens?: () => Tokens | Promise<Tokens>): Client<paths> {
  const client = createClient<paths>({ baseUrl: base });
  if (tokens) {
    client.use({
      async onRequest({ request }) {
        request.headers.set("Authorization", `Bearer ${(await tokens()).access}`);
        return request;
      },
    });
  }

  return client;
}
