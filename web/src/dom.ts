/** An element whose text is text: no title can become markup. A number and its per cent sign stay on one line. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, words?: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (words !== undefined) element.textContent = words.replace(/(\d) %/g, '$1\u00a0%');
  return element;
}

/** A button between light and dark; what the system prefers comes first. */
export function modeButton(): HTMLButtonElement {
  const mode = make('button', 'mode', '');
  mode.id = 'mode';
  mode.type = 'button';
  mode.setAttribute('aria-label', 'Switch between light and dark');
  mode.title = 'Light or dark';
  return mode;
}
