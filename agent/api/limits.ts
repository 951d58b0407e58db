export interface ApiLimits {
  /** Bytes of a request line with all headers. */
  readonly maxHeader: number;
  /** Bytes of a request's body. */
  readonly maxBody: number;
  /** ms for the headers to arrive; also for a connection that says nothing at all. */
  readonly headersWithin: number;
  /** ms for a whole request to arrive. */
  readonly requestWithin: number;
  /** ms an idle connection is kept for the next request. */
  readonly keepAlive: number;
  /** Connections of one endpoint. */
  readonly connections: number;
  /** Connections of one user to the user endpoint, so that nobody can use up what is there for all. */
  readonly connectionsPerUser: number;
  /** ms between heartbeats of a stream. */
  readonly heartbeat: number;
  /** Bytes a slow reader of a stream may have outstanding. */
  readonly maxBacklog: number;
  /** ms that requests get to end when the service stops. */
  readonly farewell: number;
}
export const usualLimits: ApiLimits = {
  maxHeader: 8 * 1024,
  maxBody: 64 * 1024,
  headersWithin: 5_000,
  requestWithin: 10_000,
  keepAlive: 15_000,
  connections: 256,
  connectionsPerUser: 24,
  heartbeat: 15_000,
  maxBacklog: 256 * 1024,
  farewell: 1_000,
};
