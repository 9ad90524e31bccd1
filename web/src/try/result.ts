import { make } from '../dom';
import type { Answer, Model, Reason, Row, Target, WhatIf } from './contract';
import { breakable, cellText, changesText, isProbability, meaning, percent, scoreText, shareText, top } from './words';

const shown = 7;

/** The score as a large number on a scale, and below it what moves it. */
export class Result {
  readonly element = make('section', 'card result');
  /** The score again, where a phone shows it below the fields. */
  readonly bar = make('a', 'bar');
  private readonly model: Model;
  private readonly search: () => Promise<Answer>;

  /** @param search asks what would be approved instead of the row that is shown. */
  constructor(model: Model, search: () => Promise<Answer>) {
    this.model = model;
    this.search = search;
    this.element.id = 'result';
    this.element.setAttribute('aria-live', 'polite');
    this.bar.href = '#result';
  }

  show(answer: Answer, row: Row, sha256: string, milliseconds: number): void {
    if (answer.score === null) {
      this.fail('This row has no score', answer.error ?? '');
      return;
    }

    const target = this.model.target, words = meaning(target, answer);
    const parts: HTMLElement[] = [make('p', 'score', scoreText(target, answer.score)), make('p', 'what', words)];
    if (isProbability(target)) parts.push(scale(answer.score, answer.reference ?? null));
    if (answer.columns && typeof answer.reference === 'number') parts.push(reasons(target, answer, answer.reference, row));
    if (answer.reasons) parts.push(declined(answer.reasons));
    if (this.model.whatIf && answer.reasons?.length !== 0) parts.push(this.changes());
    const fine = `model ${sha256.slice(0, 12)} · ${this.model.network} · answered in ${milliseconds.toFixed(1)} ms`;
    this.element.replaceChildren(...parts, make('p', 'fine', fine));
    this.element.classList.remove('failed', 'waiting');
    const event = words.replace(/^probability that /, '');
    this.bar.replaceChildren(make('strong', '', scoreText(target, answer.score)), make('span', '', event));
  }

  private changes(): HTMLElement {
    const box = make('div', 'changes'), button = make('button', '', 'What would be approved?');
    button.type = 'button';
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        const answer = await this.search();
        box.replaceChildren(...(answer.whatIf ? found(answer.whatIf) : [make('p', 'what', answer.error ?? '')]));
      } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') return;
        box.replaceChildren(make('p', 'what', error instanceof Error ? error.message : 'The service does not answer'));
      }
    });
    box.append(button);
    return box;
  }

  fail(title: string, detail: string): void {
    this.element.classList.add('failed');
    this.element.classList.remove('waiting');
    this.element.replaceChildren(make('h2', '', title), make('p', 'what', detail));
    this.bar.replaceChildren(make('strong', '', '–'), make('span', '', title));
  }

  wait(): void {
    this.element.classList.add('waiting');
  }
}

function scale(score: number, reference: number | null): HTMLElement {
  const box = make('div', 'scale'), line = make('div', 'line'), fill = make('div', 'fill');
  fill.style.width = `${100 * score}%`;
  line.append(fill);
  box.append(line);
  if (reference !== null) {
    const mark = make('div', 'mark'), words = make('p', 'average', `average ${percent(reference)}`);
    mark.style.left = `${100 * reference}%`;
    // Near an end of the scale the words would leave it.
    if (reference < 0.5) words.style.marginLeft = `${100 * reference}%`;
    else {
      words.style.marginRight = `${100 - 100 * reference}%`;
      words.style.textAlign = 'right';
    }

    line.append(mark);
    box.append(words);
  }

  return box;
}

function reasons(target: Target, answer: Answer, reference: number, row: Row): HTMLElement {
  const box = make('div', 'reasons'), list = make('ul', '');
  const shares = top(answer.columns!, shown), largest = Math.max(...shares.map(each => Math.abs(each.share)), 1e-9);
  box.append(make('h2', '', `From the average, ${scoreText(target, reference)}, to ${scoreText(target, answer.score!)}`));
  for (const { column, share, rest } of shares) {
    const item = make('li', share > 0 ? 'up' : 'down'), names = make('span', 'names'), track = make('span', 'track');
    const bar = make('span', 'share');
    const name = make('span', 'name');
    name.append(...breakable(column));
    names.append(name);
    if (!rest) names.append(make('span', 'cell', cellText(row[column])));
    bar.style.width = `${50 * Math.abs(share) / largest}%`;
    track.append(bar);
    item.append(names, track, make('span', 'points', shareText(target, share)));
    list.append(item);
  }

  const unit = isProbability(target) ? 'Percentage points' : 'Amounts';
  const fine = `${unit} that each column adds or takes, against the average training row; together they are the difference.`;
  box.append(list, make('p', 'fine', fine));
  return box;
}

function declined(reasons: Reason[]): HTMLElement {
  const box = make('div', 'declined'), list = make('ol', '');
  if (reasons.length === 0) {
    box.append(make('p', 'what', 'Not declined, so there is no adverse reason.'));
    return box;
  }

  for (const { code, text, share } of reasons) {
    const item = make('li', '', text);
    item.append(make('span', 'fine', ` ${code}, ${Math.round(100 * share)} %`));
    list.append(item);
  }

  const fine = 'Shares of what speaks against the applicant, compared with approved rows next to the cut-off.';
  box.append(make('h2', '', 'Reasons of the decline'), list, make('p', 'fine', fine));
  return box;
}

function found(answer: WhatIf): HTMLElement[] {
  const list = make('ul', '');
  for (const { changes, score } of answer.found) list.append(make('li', '', `${changesText(changes)} (then ${percent(score)})`));
  const title = make('h2', '', `Would be approved, at most ${percent(answer.limit)}, if`);
  return [...(answer.found.length ? [title, list] : []), make('p', 'fine', answer.says)];
}
