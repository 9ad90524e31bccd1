import './page.css';
import type { Page } from './contract';
import { show } from './page';

const data = document.getElementById('data')!.textContent!;
show(JSON.parse(data) as Page, document.getElementById('page')!);
