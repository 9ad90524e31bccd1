import '../page.css';
import './try.css';
import { make, modeButton } from '../dom';
import type { Model } from './contract';
import { Form } from './form';
import { Result } from './result';
import { Refusal, Service } from './service';
import { command, draw, meaning, typical } from './words';

const service = new Service(), root = document.getElementById('try')!, pauseMilliseconds = 120;

function followMode(button: HTMLElement): void {
  const preference = matchMedia('(prefers-color-scheme: dark)');
  let chosen: boolean | undefined;
  const apply = () => { document.documentElement.dataset.theme = (chosen ?? preference.matches) ? 'dark' : 'light'; };
  preference.addEventListener('change', apply);
  button.addEventListener('click', () => {
    chosen = document.documentElement.dataset.theme !== 'dark';
    apply();
  });
  apply();
}

async function start(): Promise<void> {
  try {
    const models = await service.models();
    const wanted = decodeURIComponent(location.hash.slice(1));
    show(models, models.find(model => model.name === wanted) ?? models[0]);
  } catch (error) {
    if (error instanceof Refusal && error.problem.status === 401) askForKey(service.key !== '');
    else page(head('Try the model', ''), message(error));
  }
}

function page(...parts: HTMLElement[]): void {
  root.replaceChildren(...parts);
}

function head(title: string, subtitle: string, extra?: HTMLElement): HTMLElement {
  const header = make('header', ''), words = make('div', ''), mode = modeButton();
  words.append(make('h1', '', title));
  if (subtitle) words.append(make('p', 'subtitle', subtitle));
  if (extra) words.append(extra);
  header.append(words, mode);
  followMode(mode);
  return header;
}

function message(error: unknown): HTMLElement {
  const box = make('section', 'card wide failed'), refusal = error instanceof Refusal ? error.problem : null;
  box.append(make('h2', '', refusal?.title ?? 'The service does not answer'));
  box.append(make('p', 'what', [refusal?.detail, refusal?.fix, refusal?.code].filter(Boolean).join(' · ') || 'Is it still running?'));
  return box;
}

function askForKey(wrong: boolean): void {
  const form = make('form', 'card wide key'), input = make('input', ''), label = make('label', '', 'API key');
  input.type = 'password';
  input.id = label.htmlFor = 'key';
  input.autocomplete = 'off';
  input.setAttribute('aria-invalid', String(wrong));
  const row = make('div', 'actions'), button = make('button', 'primary', 'Open');
  row.append(button);
  const words = wrong ? 'That is not the key.' : 'It stays on this page and is sent to this service only.';
  form.append(label, input, make('p', 'hint', words), row);
  form.addEventListener('submit', event => {
    event.preventDefault();
    service.key = input.value.trim();
    void start();
  });
  page(head('Try the model', 'This service asks for a key.'), form);
  input.focus();
}

function picker(models: Model[], model: Model): HTMLElement | undefined {
  if (models.length < 2) return undefined;
  const select = make('select', 'models');
  select.setAttribute('aria-label', 'Model');
  for (const each of models) select.append(new Option(each.name, each.name, false, each === model));
  select.addEventListener('change', () => {
    location.hash = encodeURIComponent(select.value);
    show(models, models.find(each => each.name === select.value)!);
  });
  return select;
}

function show(models: Model[], model: Model): void {
  const result = new Result(model, () => service.whatIf(model.name, form.row(), asking.signal));
  const copied = make('pre', ''), details = make('details', 'card wide call');
  let asking = new AbortController(), timer = 0;
  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    const row = form.row();
    copied.textContent = command(new URL(`v1/models/${encodeURIComponent(model.name)}/score`, location.href).href, row, service.key !== '');
    try {
      const { answer, sha256, milliseconds } = await service.answer(model.name, row, asking.signal);
      form.mark(answer.error);
      result.show(answer, row, sha256, milliseconds);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      const problem = error instanceof Refusal ? error.problem : null;
      result.fail(problem?.title ?? 'The service does not answer', [problem?.detail, problem?.fix].filter(Boolean).join(' · '));
    }
  };
  const form = new Form(model.columns, () => {
    result.wait();
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), pauseMilliseconds);
  });
  const fill = (row: ReturnType<typeof typical>) => {
    form.fill(row);
    void ask();
  };
  const fields = make('section', 'card inputs'), actions = make('div', 'actions');
  actions.append(
    button('Typical values', () => fill(typical(model.columns))),
    button('Another example', () => fill(draw(model.columns, Math.random))),
  );
  const origin = 'Typical values and examples are drawn from the scales of the model, column by column. They are no customer.';
  fields.append(form.element, actions, make('p', 'fine', origin));
  details.append(make('summary', '', 'The same question from a program'), copied);
  const from = [model.recipe, model.network].filter(Boolean).join(', ');
  document.title = `${model.title} · Florin`;
  const purpose = `Estimates the ${meaning(model.target)} (${from}).`;
  page(head(model.title || model.name, purpose, picker(models, model)), fields, result.element, details, result.bar);
  fill(typical(model.columns));
}

function button(words: string, act: () => void): HTMLElement {
  const element = make('button', '', words);
  element.type = 'button';
  element.addEventListener('click', act);
  return element;
}

void start();
