// SPDX-License-Identifier: EUPL-1.2
// Our own rules for openapi.json, after the NLGov REST API Design Rules. Each has a name, a message, the place that it
// looks at (JSON Path), a judge that answers what is wrong there (or nothing), and a fault that it must find.
const methods = ["get", "head", "post", "put", "delete", "patch"];
const isError = (status) => /^[45]/.test(status);
const every = "$.paths[*][get,head,post,put,delete,patch,options,trace]";

/** The parameters of an operation and of its path, `context.path` being that of the operation. */
function parametersOf(operation, context) {
  const item = context.document.data.paths[context.path[1]];
  return [...(item.parameters ?? []), ...(operation.parameters ?? [])];
}

export const ownRules = {
  "api-1-major-version-in-address": {
    given: "$.servers[*].url",
    judge: (url) => !/\/v[1-9]\d*$/.test(url) && "the address of a server ends in the major version: /v1",
    plant: (api) => (api.servers[0].url = "/api/v1.0"),
  },
  "api-2-published": {
    given: "$.paths",
    judge: (paths) =>
      paths["/openapi.json"]?.get?.security?.length !== 0 && "GET /openapi.json is there, open to everybody",
    plant: (api) => (api.paths["/openapi.json"].get.security = [{ kiosk: [] }]),
  },
  "api-3-semantic-version": {
    given: "$.info.version",
    judge: (version) => !/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[\w.-]+)?(\+[\w.-]+)?$/.test(version) && "no SemVer",
    plant: (api) => (api.info.version = "1.0"),
  },
  "api-3-version-header": {
    given: `${every}.responses[*]`,
    judge: (response) => !response.headers?.["API-Version"] && "every response has the header API-Version",
    plant: (api) => delete api.paths["/gebieden"].get.responses["200"].headers,
  },
  "api-4-contact": {
    given: "$.info",
    judge: (info) =>
      !["name", "url", "email"].every((field) => info.contact?.[field]) && "contact has a name, a url and an email",
    plant: (api) => delete api.info.contact.email,
  },
  "api-5-no-trailing-slash": {
    given: "$.paths[*]~",
    judge: (path) => path.endsWith("/") && "no slash at the end",
    plant: (api) => (api.paths["/gebieden/"] = api.paths["/gebieden"]),
  },
  "api-6-path-segments": {
    given: "$.paths[*]~",
    judge: (path) =>
      path !== "/openapi.json" &&
      !/^(\/([a-z0-9-]+|\{[a-z][A-Za-z0-9]*\}))+(\/_[a-z]+)?$/.test(path) &&
      "segments are lower case letters, digits and dashes",
    plant: (api) => (api.paths["/peilingen/{id}/uitkomsten.csv"] = api.paths["/peilingen/{id}/uitkomsten"]),
  },
  "api-7-query-keys": {
    given: "$.paths..parameters[?(@.in=='query')].name",
    judge: (name) => !/^\$?[a-z][a-z\d]*([A-Z][a-z\d]*)*$/.test(name) && "query keys are lowerCamelCase",
    plant: (api) => (api.paths["/peilingen"].get.parameters[0].name = "alleen_gemeente"),
  },
  "api-8-plural-nouns": {
    given: "$.paths[*]~",
    judge: (path) =>
      path !== "/openapi.json" &&
      !path.split("/").slice(1).every((part) => /^\{/.test(part) || /(en|s)$/.test(part)) &&
      "a collection is a Dutch noun in the plural",
    plant: (api) => (api.paths["/peilingen/{id}/sluit"] = api.paths["/peilingen/{id}"]),
  },
  "api-8-field-names": {
    given: "$.components.schemas..properties[*]~",
    judge: (name) => !/^(_links|[a-z][a-z\d]*([A-Z][a-z\d]*)*)$/.test(name) && "fields are lowerCamelCase",
    plant: (api) => (api.components.schemas.Gebied.properties.aantal_inwoners = { type: "integer" }),
  },
  "api-9-problem": {
    given: `${every}.responses`,
    judge: (responses) =>
      Object.entries(responses).some(([status, response]) => {
        const problem = response.content?.["application/problem+json"]?.schema;
        return isError(status) && !["status", "title", "detail"].every((field) => problem?.required?.includes(field));
      }) && "an error is application/problem+json with status, title and detail",
    plant: (api) => (api.components.responses.Probleem.content = { "application/json": { schema: { type: "object" } } }),
  },
  "api-10-invalid-input": {
    given: every,
    judge: (operation, context) =>
      ((parametersOf(operation, context).length > 0 || operation.requestBody) && !operation.responses["400"]
        ? "what takes input names 400"
        : operation.responses["422"] && "invalid input is 400, not 422"),
    plant: (api) => delete api.paths["/peilingen/{id}"].get.responses["400"],
  },
  "api-11-dates": {
    given: "$.components.schemas..properties",
    judge: (properties) => {
      for (const [name, field] of Object.entries(properties)) {
        if (/datum$/i.test(name) && field.format !== "date") return `${name} is a date: format date`;
        if (["time", "date-time-local"].includes(field.format)) return `${name} needs an offset: format date-time`;
      }
      return undefined;
    },
    plant: (api) => (api.components.schemas.Stappen.properties.stappen.items.properties.datum.format = "date-time"),
  },
  "api-12-methods": {
    given: "$.paths[*]",
    judge: (item) =>
      Object.keys(item).some((key) => key !== "parameters" && !methods.includes(key))
        ? "only the methods of RFC 9110"
        : item.get?.requestBody && "GET has no body",
    plant: (api) => (api.paths["/gebieden"].trace = api.paths["/gebieden"].get),
  },
  "api-13-stateless": {
    given: "$",
    judge: (api) =>
      JSON.stringify([api.paths, api.components.securitySchemes]).includes('"in":"cookie"') &&
      "the API keeps no session, so it reads no cookie",
    plant: (api) => (api.components.securitySchemes.kiosk.in = "cookie"),
  },
  "api-14-media-types": {
    given: every,
    judge: (operation) =>
      !operation.responses["406"]
        ? "what cannot be accepted is 406"
        : operation.requestBody && !operation.responses["415"] && "a body of another type is 415",
    plant: (api) => delete api.paths["/signalen"].post.responses["415"],
  },
  "api-17-no-secrets-in-addresses": {
    given: "$",
    judge: (api) =>
      Object.values(api.components.securitySchemes).some((scheme) => scheme.in === "query")
        ? "a secret is never in a query"
        : /"name":"[^"]*(token|sleutel|wachtwoord|email|telefoon|naam)[^"]*","in":"(query|path)"/i.test(
            JSON.stringify(api.paths),
          ) && "no personal data in an address",
    plant: (api) => (api.paths["/peilingen"].get.parameters[0].name = "email"),
  },
  "api-19-geometry": {
    given: "$.components.schemas..properties[*]~",
    judge: (name) => /^(lat|lon|lng|breedtegraad|lengtegraad)$/i.test(name) && "geometry is GeoJSON",
    plant: (api) => (api.components.schemas.Gebied.properties.lat = { type: "number" }),
  },
  "api-20-pages": {
    given: every,
    judge: (operation, context) =>
      parametersOf(operation, context).some(({ name }) => ["pagina", "page", "cursor"].includes(name)) &&
      !operation.responses["200"]?.content?.["application/json"]?.schema?.properties?._links &&
      "a list in pages leads on by _links",
    plant: (api) => (api.paths["/peilingen"].get.parameters[0].name = "pagina"),
  },
  "every-operation-says-who-may": {
    given: every,
    judge: (operation) => !Array.isArray(operation.security) && "security is said, and empty where everybody may",
    plant: (api) => delete api.paths["/signalen"].post.security,
  },
  "every-security-is-known": {
    given: `$`,
    judge: (api) => {
      const known = Object.keys(api.components.securitySchemes);
      for (const item of Object.values(api.paths))
        for (const operation of Object.values(item))
          for (const scheme of (operation.security ?? []).flatMap(Object.keys))
            if (!known.includes(scheme)) return `${scheme} is no security scheme`;
      return undefined;
    },
    plant: (api) => (api.paths["/signalen"].post.security = [{ wachtwoord: [] }]),
  },
};
