import type { Answer, Model, Problem, Row } from './contract';

/** Thrown for an answer that is no answer. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** The service that this page came from. The key stays in the page's memory. */
export class Service {
  key = '';

  async models(): Promise<Model[]> {
    return (await this.ask<{ models: Model[] }>('v1/models')).models;
  }

  /** With reasons where the model has them. */
  async answer(model: string, row: Row, signal: AbortSignal): Promise<{ answer: Answer; sha256: string; milliseconds: number }> {
    const start = performance.now();
    const scored = await this.post(model, 'score', row, signal);
    const milliseconds = performance.now() - start;
    let answer = scored.rows[0];
    if (answer.error === null) {
      try {
        const explained = await this.post(model, 'explain', row, signal);
        // Between the two questions a newer version may have come: reasons must be those of the score that is shown.
        if (explained.model === scored.model && explained.rows[0].error === null) answer = explained.rows[0];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }

    return { answer, sha256: scored.model, milliseconds };
  }

  /** What would be approved instead of the row. */
  async whatIf(model: string, row: Row, signal: AbortSignal): Promise<Answer> {
    return (await this.post(model, 'what-if', row, signal)).rows[0];
  }

  private post(model: string, operation: string, row: Row, signal: AbortSignal): Promise<{ model: string; rows: Answer[] }> {
    return this.ask(`v1/models/${encodeURIComponent(model)}/${operation}`, {
      method: 'POST', body: JSON.stringify({ rows: [row] }), headers: { 'Content-Type': 'application/json' }, signal,
    });
  }

  private async ask<T>(address: string, init: RequestInit = {}): Promise<T> {
    const headers = new Headers(init.headers);
    if (this.key) headers.set('Authorization', `Bearer ${this.key}`);
    const response = await fetch(address, { ...init, headers, cache: 'no-store' });
    if (response.ok) return await response.json() as T;
    const problem = response.headers.get('Content-Type')?.startsWith('application/problem+json')
      ? await response.json() as Problem
      : { title: 'the service does not answer', status: response.status, code: '' };
    throw new Refusal(problem);
  }
}
