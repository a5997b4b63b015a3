// The map of lessons: search, arrow keys, and the marks of what was seen and answered (kept by src/ui/progress.rs).
const KEPT = 'loopscope:lesson:';
const MARKS = { right: ['✓', 'answered'], wrong: ['≠', 'answered otherwise'], seen: ['·', 'seen'] };

const cards = [...document.querySelectorAll('.card')];
const find = document.getElementById('find');
const none = document.getElementById('none');
const progress = document.getElementById('progress');
const forget = document.getElementById('forget');

// Where nothing can be kept, nothing was.
function storage() {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

function mark() {
  let seen = 0;
  for (const card of cards) {
    const kept = storage()?.getItem(KEPT + card.dataset.lesson);
    const [sign, word] = MARKS[kept] ?? ['', ''];
    const place = card.querySelector('.card__mark');
    place.textContent = sign;
    place.setAttribute('aria-label', word);
    place.setAttribute('role', sign ? 'img' : 'none');
    card.dataset.kept = kept ?? '';
    if (sign) seen += 1;
  }
  progress.textContent = seen ? `${seen} seen` : '';
  forget.hidden = seen === 0;
}

function search() {
  const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const card of cards) {
    const words = `${card.textContent} ${card.dataset.words}`.toLowerCase();
    card.parentElement.hidden = !wanted.every((word) => words.includes(word));
  }
  for (const chapter of document.querySelectorAll('.chapter')) {
    chapter.hidden = !chapter.querySelector('li:not([hidden])');
  }
  none.hidden = shown().length > 0;
}

const shown = () => cards.filter((card) => !card.parentElement.hidden);

/** The card that an arrow key leads to: beside, or the nearest in the row above or below. */
function beside(card, key) {
  const all = shown();
  const at = all.indexOf(card);
  if (key === 'ArrowRight') return all[at + 1];
  if (key === 'ArrowLeft') return all[at - 1];
  const middle = (other) => {
    const box = other.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };
  const here = middle(card);
  const down = key === 'ArrowDown' ? 1 : -1;
  const rows = all.map((other) => ({ other, ...middle(other) })).filter(({ y }) => (y - here.y) * down > 10);
  const nearest = Math.min(...rows.map(({ y }) => Math.abs(y - here.y)));
  const row = rows.filter(({ y }) => Math.abs(y - here.y) < nearest + 10);
  row.sort((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x));
  return row[0]?.other;
}

find.addEventListener('input', search);
find.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') shown()[0]?.click();
  if (event.key === 'Escape') {
    find.value = '';
    search();
    find.blur();
  }
  if (event.key === 'ArrowDown') {
    event.preventDefault();
    event.stopPropagation();
    shown()[0]?.focus();
  }
});

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target === find) return;
  if (event.key === '/') {
    event.preventDefault();
    find.focus();
  }
  if (!event.key.startsWith('Arrow')) return;
  const card = document.activeElement?.closest?.('.card');
  const next = card ? beside(card, event.key) : shown()[0];
  if (next) {
    event.preventDefault();
    next.focus();
  } else if (card && event.key === 'ArrowUp') {
    event.preventDefault();
    find.focus();
  }
});

forget.addEventListener('click', () => {
  for (const key of Object.keys(storage() ?? {})) {
    if (key.startsWith(KEPT)) storage().removeItem(key);
  }
  mark();
  find.focus();
});

// Who comes back by the browser's own button finds the marks as they are now.
addEventListener('pageshow', mark);
mark();
search();
if (location.hash === '#find') find.focus();
