import { make } from '../dom';
import type { Answer, Model, Row, Target } from './contract';
import { breakable, cellText, isProbability, meaning, percent, scoreText, shareText, top } from './words';

const shown = 7;

/** The score as a large number on a scale, and below it what moves it. */
export class Result {
  readonly element = make('section', 'card result');
  /** The score again, where a phone shows it below the fields. */
  readonly bar = make('a', 'bar');
  private readonly model: Model;

  constructor(model: Model) {
    this.model = model;
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
    const fine = `model ${sha256.slice(0, 12)} · ${this.model.network} · answered in ${milliseconds.toFixed(1)} ms`;
    this.element.replaceChildren(...parts, make('p', 'fine', fine));
    this.element.classList.remove('failed', 'waiting');
    const event = words.replace(/^probability that /, '');
    this.bar.replaceChildren(make('strong', '', scoreText(target, answer.score)), make('span', '', event));
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
