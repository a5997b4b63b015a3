// The code editor: CodeMirror with what the page marks beside the lines. Loaded when a page with an editor of its own opens;
// until then, and by choice, a plain text area stands in its place.
import { closeBrackets } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, foldGutter, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, EditorState, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';

const setMarks = StateEffect.define();
const setNow = StateEffect.define();
// The number of a folded finding whose card is to be opened, or closed.
const toggleFinding = StateEffect.define();
// A change that the page made, so that it is not told of it.
const fromPage = Annotation.define();

const element = (name, className, text) => {
  const made = document.createElement(name);
  made.className = className;
  if (text) made.textContent = text;
  return made;
};

// A sentence whose code stands between backticks.
const sentence = (name, className, text) => {
  const made = element(name, className);
  made.append(...text.split('`').map((part, index) => (index % 2 ? element('code', '', part) : part)));
  return made;
};

class Time extends WidgetType {
  constructor(text, kind) {
    super();
    this.text = text;
    this.kind = kind;
  }
  eq(other) {
    return other.text === this.text && other.kind === this.kind;
  }
  toDOM() {
    return element('span', `cm-time cm-time--${this.kind}`, this.text);
  }
}

// What is wrong. Lines of a script block that it offers are put in by a press.
class Message extends WidgetType {
  constructor({ message, button }) {
    super();
    Object.assign(this, { message, button });
  }
  eq(other) {
    return other.message === this.message;
  }
  toDOM(view) {
    const all = this.message.split('\n');
    const offered = all.filter((line) => line.startsWith('#'));
    const box = element('div', 'cm-problem', offered.length ? all.filter((line) => !line.startsWith('#')).join('\n') : this.message);
    box.setAttribute('role', 'note');
    if (offered.length) {
      const press = element('button', 'button button--small', this.button);
      press.type = 'button';
      press.addEventListener('click', () => putIn(view, offered));
      box.append(element('pre', 'cm-problem__lines', offered.join('\n')), press);
    }
    return box;
  }
  ignoreEvent() {
    return true;
  }
}

// Lines with the borders of a block begin the text; others go to the end of the block that is there.
function putIn(view, lines) {
  const block = /^# \/\/\/ script[^]*?^(?=# \/\/\/\s*$)/m.exec(view.state.doc.toString());
  const from = lines[0].startsWith('# ///') || !block ? 0 : block.index + block[0].length;
  view.dispatch({ changes: { from, insert: `${lines.join('\n')}\n` } });
  view.focus();
}

class Finding extends WidgetType {
  constructor(finding, apply) {
    super();
    this.finding = finding;
    this.apply = apply;
    this.key = JSON.stringify(finding);
  }
  eq(other) {
    return other.key === this.key;
  }
  toDOM() {
    const { title, rule, message, why, fix, button, index } = this.finding;
    const box = element('div', 'cm-finding');
    box.setAttribute('role', 'note');
    const head = element('p', 'cm-finding__head');
    head.append(element('strong', 'cm-finding__title', title), ' ', element('span', 'cm-finding__rule', rule));
    box.append(head, sentence('p', 'cm-finding__message', message));
    if (why) box.append(sentence('p', 'cm-finding__why', why));
    if (fix) {
      const foot = element('p', 'cm-finding__foot');
      const press = element('button', 'button button--small button--primary', button);
      press.type = 'button';
      press.addEventListener('click', () => this.apply(index));
      foot.append(press, ' ', sentence('span', 'cm-finding__fix', fix));
      box.append(foot);
    }
    // Outer margins would be outside of what CodeMirror measures.
    const room = element('div', 'cm-finding-room');
    room.append(box);
    return room;
  }
  ignoreEvent() {
    return true;
  }
}

// A finding that does not take the room of lines until it is asked for.
class FoldedFinding extends WidgetType {
  constructor({ index, title, folded }, isOpen) {
    super();
    Object.assign(this, { index, title, label: folded, isOpen });
  }
  eq(other) {
    return other.index === this.index && other.title === this.title && other.isOpen === this.isOpen;
  }
  toDOM(view) {
    const press = element('button', 'cm-time cm-chip', this.label);
    press.type = 'button';
    press.title = this.title;
    press.setAttribute('aria-label', `${this.label} ${this.title}`);
    press.setAttribute('aria-expanded', String(this.isOpen));
    press.addEventListener('click', () => view.dispatch({ effects: toggleFinding.of(this.index) }));
    return press;
  }
  ignoreEvent() {
    return true;
  }
}

function decorations(marks, opened, state, onFix) {
  const all = [];
  const line = (number) => (number >= 1 && number <= state.doc.lines ? state.doc.line(number) : undefined);
  for (const number of marks.changed) {
    const at = line(number);
    if (at) all.push([at.from, Decoration.line({ class: `cm-changed--${marks.tone}`, attributes: { 'data-changed': '' } })]);
  }
  for (const [number, text, kind] of marks.times) {
    const at = line(number);
    if (at) all.push([at.to, Decoration.widget({ widget: new Time(text, kind), side: 1 })]);
  }
  if (marks.wrong) {
    const at = line(marks.wrong.line);
    if (at) {
      all.push([at.from, Decoration.line({ class: 'cm-wrong' })]);
      all.push([at.to, Decoration.widget({ widget: new Message(marks.wrong), side: 2, block: true })]);
    }
  }
  for (const finding of marks.findings) {
    const at = line(finding.line);
    if (!at) continue;
    all.push([at.from, Decoration.line({ class: 'cm-found' })]);
    if (finding.folded) {
      const isOpen = opened.includes(finding.index);
      all.push([at.to, Decoration.widget({ widget: new FoldedFinding(finding, isOpen), side: 2 })]);
      if (!isOpen) continue;
    }
    all.push([at.to, Decoration.widget({ widget: new Finding(finding, onFix), side: 3, block: true })]);
  }
  return Decoration.set(all.map(([at, mark]) => mark.range(at)), true);
}

const nowField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setNow)) continue;
      const builder = new RangeSetBuilder();
      const lines = effect.value.filter(([number]) => number >= 1 && number <= transaction.state.doc.lines);
      for (const [number, how] of lines.sort(([a], [b]) => a - b)) {
        const { from } = transaction.state.doc.line(number);
        builder.add(from, from, Decoration.line({ attributes: { 'data-now': how } }));
      }
      return builder.finish();
    }
    return transaction.docChanged ? marks.map(transaction.changes) : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

// An editor in `parent`. `onEdit(text)` is told each change that the visitor made, `onFix(index)` which fix was asked for.
export function create(parent, doc, label, hint, readOnly, onEdit, onFix) {
  const markField = StateField.define({
    create: () => ({ marks: undefined, opened: [], shown: Decoration.none }),
    update({ marks, opened, shown }, transaction) {
      const drawn = (marks, opened) => ({ marks, opened, shown: decorations(marks, opened, transaction.state, onFix) });
      for (const effect of transaction.effects) {
        if (effect.is(setMarks)) return drawn(effect.value, effect.value.findings.length ? opened : []);
        if (effect.is(toggleFinding)) {
          const others = opened.filter((index) => index !== effect.value);
          return drawn(marks, others.length < opened.length ? others : [...opened, effect.value]);
        }
      }
      return { marks, opened, shown: transaction.docChanged ? shown.map(transaction.changes) : shown };
    },
    provide: (field) => EditorView.decorations.from(field, ({ shown }) => shown),
  });
  const leave = (view) => {
    view.contentDOM.blur();
    return true;
  };
  return new EditorView({
    parent,
    state: EditorState.create({
      doc,
      extensions: [
        lineNumbers(),
        foldGutter({ openText: '⌄', closedText: '›' }),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of('    '),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, { key: 'Escape', run: leave }]),
        python(),
        syntaxHighlighting(classHighlighter),
        markField,
        nowField,
        EditorState.tabSize.of(4),
        EditorState.readOnly.of(readOnly),
        placeholder(hint),
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off', tabindex: '0', ...(readOnly && { 'aria-readonly': 'true' }) }),
        EditorView.updateListener.of((update) => {
          const edited = update.docChanged && !update.transactions.every((transaction) => transaction.annotation(fromPage));
          if (edited) onEdit(update.state.doc.toString());
        }),
      ],
    }),
  });
}

// Puts another text in the place of the one that is there, as one step that can be undone.
export function replace(view, text) {
  const { doc } = view.state;
  if (doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, annotations: fromPage.of(true) });
}

// Marks as JSON: { tone, changed, times: [[line, text, kind]], wrong: { line, message, button } | null, findings: [...] }.
export function mark(view, json) {
  view.dispatch({ effects: setMarks.of(JSON.parse(json)) });
}

// The lines that something stands on now: [[line, how]].
export function stand(view, json) {
  view.dispatch({ effects: setNow.of(JSON.parse(json)) });
}

// Scrolls so that a line is seen, with a few more below it: to where the static page and the text area have it, so that
// nothing moves when this editor takes their place.
export function reveal(view, number) {
  const { from } = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
  // The page around it stays where it is.
  const scroll = () => {
    const line = view.defaultLineHeight;
    const above = Math.trunc(Math.trunc(view.scrollDOM.clientHeight / line) * 0.78);
    view.scrollDOM.scrollTop = view.lineBlockAt(from).top - above * line;
  };
  view.requestMeasure({ read: () => undefined, write: scroll });
}

export function destroy(view) {
  view.destroy();
}
