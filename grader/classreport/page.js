"use strict";
{
  // Every text of the data becomes a text node, or the value of an attribute that neither runs nor loads anything.
  const book = JSON.parse(document.getElementById("book").textContent);
  const { exercises, outcomes, students, details, groups } = book;
  const MOST_CHECKS = 40; // columns of checks side by side; of more, only the points of each exercise are shown
  const CHUNK = 150; // rows that are made at once; the others follow while the browser is idle
  const MOST_ROWS = 3000; // that come by themselves; more would keep the browser busy for long
  const MOST_GROUPS = 12; // at once; the others are folded away
  const SLOWEST = 10;
  const WORST_FIRST = ["failed", "crashed", "timed out", "not checked", "errored"]; // what sorts first, worst ahead
  const FILTERS = {
    "": "anything",
    "all passed": "every check passed",
    "some failed": "something not passed",
    ...Object.fromEntries(outcomes.slice(1).map((each) => [each.name, `a check: ${each.words}`])),
    late: "late work",
    adjusted: "adjusted points",
    missing: "something not handed in",
  };
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const find = (id) => document.getElementById(id);
  const table = find("matrix");
  const [head, body] = [table.tHead, table.tBodies[0]];
  const places = new Map(students.map((student, place) => [student.id, place]));
  const state = { exercise: exercises.length === 1 ? "0" : "", sort: 0, down: false, group: null };
  let columns = [];
  let rows = new Map(); // the row of each student that was made for these columns
  let order = []; // the students that are shown, as they are sorted
  let finish = () => {}; // makes the rows that are still to come
  let stop = null; // what Tab reaches in the table
  let last = null; // the student whose page was open

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const coded = (text) => text.split(/`([^`]+)`/).map((part, place) => (place % 2 ? make("code", {}, part) : part));
  const signed = (points) => `${points < 0 ? "\u2212" : "+"}${Math.abs(points)}`;
  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const called = (student) => student.name || student.id;
  const address = (student, more = "") => `#student=${encodeURIComponent(student.id)}${more}`;
  const link = (student, attributes = {}) =>
    make("a", { href: address(student), ...attributes }, make("bdi", {}, called(student)));
  const tag = (text) => make("span", { class: "tag" }, text);
  const shownExercises = () => (state.exercise === "" ? exercises.map((_, place) => place) : [Number(state.exercise)]);
  const marksOf = (student) => shownExercises().map((place) => student.marks[place]);
  const detailsOf = (student) =>
    marksOf(student).flatMap((mark) => (mark ? mark.cells.filter((cell) => cell >= 0).map((cell) => details[cell]) : []));
  const outcomeOf = (detail) => outcomes[detail.outcome];
  const isPartly = (detail) => outcomeOf(detail).failed && detail.points > 0;
  const wordsOf = (detail) => {
    const { words } = outcomeOf(detail);
    return isPartly(detail) ? `${words}, ${detail.points} of ${detail.max} points` : words;
  };

  /* The table: its columns, rows and cells. */

  const columnsOf = () => {
    const found = [{ kind: "name", label: "Student" }];
    const shown = shownExercises();
    const checks = shown.reduce((sum, place) => sum + exercises[place].checks.length, 0);
    if (shown.length > 1) found.push({ kind: "total", label: "Total" });
    for (const place of shown) {
      const { short, max } = exercises[place];
      const label = shown.length > 1 ? `${short}, points of ${max}` : `Points of ${max}`;
      found.push({ kind: "sum", label, exercise: place, first: shown.length > 1 });
      if (shown.length > 1 && checks > MOST_CHECKS) continue;
      exercises[place].checks.forEach((check, number) =>
        found.push({ kind: "check", label: `${number + 1}. ${check.title}`, exercise: place, check: number }),
      );
    }
    return found;
  };

  const detailAt = (student, column) => {
    const mark = student.marks[column.exercise];
    return mark && mark.cells[column.check] >= 0 ? details[mark.cells[column.check]] : null;
  };

  const nameCell = (student) => {
    const marks = marksOf(student).filter(Boolean);
    const cell = make("th", { scope: "row" }, link(student, { tabindex: "-1" }));
    if (student.name) cell.append(" ", make("small", {}, make("bdi", {}, student.id)));
    if (marks.some((mark) => mark.late)) cell.append(" ", tag("late"));
    if (marks.some((mark) => mark.adjustments.length)) cell.append(" ", tag("adjusted"));
    return cell;
  };

  const totalCell = (student) =>
    make("td", { class: "total" }, String(student.total), make("small", {}, ` / ${student.max}`));

  const sumCell = (student, column) => {
    const cell = make("td", { class: column.first ? "sum first" : "sum" });
    const mark = student.marks[column.exercise];
    if (mark) cell.append(mark.scored ? String(mark.points) : "?");
    else cell.append(make("span", { class: "none" }, "none"));
    return cell;
  };

  const checkCell = (student, column) => {
    const detail = detailAt(student, column);
    if (!detail) return make("td", { class: "none", "aria-label": "nothing to check" }, "\u00b7");
    const { name, sign } = outcomeOf(detail);
    const style = name.replace(" ", "-") + (isPartly(detail) ? " partly" : "");
    return make("td", { class: style, "aria-label": wordsOf(detail) }, isPartly(detail) ? book.partly : sign);
  };

  const CELLS = { name: nameCell, total: totalCell, sum: sumCell, check: checkCell };
  const rowOf = (place) => {
    if (!rows.has(place)) {
      const row = make("tr", {}, ...columns.map((column) => CELLS[column.kind](students[place], column)));
      row.dataset.place = place;
      rows.set(place, row);
    }
    return rows.get(place);
  };

  const showHead = () => {
    const kinds = columns.map((column) => column.kind);
    table.querySelector("colgroup").replaceChildren(...kinds.map((kind) => make("col", { class: kind })));
    table.style.setProperty("--sums", kinds.filter((kind) => kind === "sum").length);
    table.style.setProperty("--checks", kinds.filter((kind) => kind === "check").length);
    const cells = columns.map((column, place) => {
      const button = make("button", { type: "button", tabindex: "-1", title: column.label }, make("span", {}, column.label));
      button.append(make("span", { class: "arrow", "aria-hidden": "true" }));
      button.addEventListener("click", () => sortBy(place));
      return make("th", { scope: "col", class: column.kind + (column.first ? " first" : "") }, button);
    });
    head.replaceChildren(make("tr", {}, ...cells));
    setStop(head.querySelector("button"));
  };

  const later = window.requestIdleCallback
    ? (work) => requestIdleCallback(work, { timeout: 100 })
    : (work) => setTimeout(work);
  const showRows = () => {
    const mine = order;
    const byItself = Math.min(mine.length, MOST_ROWS);
    body.replaceChildren(...mine.slice(0, CHUNK).map(rowOf));
    const more = (end) => {
      const made = body.rows.length;
      if (mine === order && made < end) body.append(...mine.slice(made, end).map(rowOf));
    };
    const goOn = () => {
      more(Math.min(2 * body.rows.length, byItself)); // each time the browser lays out the whole table anew
      if (mine === order && body.rows.length < byItself) later(goOn);
    };
    later(goOn);
    finish = () => {
      more(mine.length);
      find("rest").hidden = true;
    };
    find("rest").hidden = mine.length <= MOST_ROWS;
    find("rest").textContent = `Show ${mine.length - MOST_ROWS} more rows`;
    if (!stop.isConnected) setStop(head.querySelector("button"));
  };
  addEventListener("beforeprint", () => finish());
  find("rest").addEventListener("click", () => finish());

  /* Sorting and filtering. */

  const rankOf = (student, column) => {
    if (column.kind === "total") return student.max ? student.total / student.max : -1;
    if (column.kind === "sum") {
      const mark = student.marks[column.exercise];
      return mark ? (mark.scored ? mark.points : -1) : -2;
    }
    const detail = detailAt(student, column);
    if (!detail) return 100;
    const rank = WORST_FIRST.indexOf(outcomeOf(detail).name);
    return rank < 0 ? 99 : rank + detail.points / (detail.max || 1) / 2;
  };

  const sortBy = (place) => {
    state.down = state.sort === place && !state.down;
    state.sort = place;
    update();
  };

  const sorted = (found) => {
    const column = columns[state.sort];
    const turn = state.down ? -1 : 1;
    const compare =
      column.kind === "name"
        ? (one, other) => collator.compare(called(students[one]), called(students[other]))
        : ((ranks) => (one, other) => ranks.get(one) - ranks.get(other))(
            new Map(found.map((each) => [each, rankOf(students[each], column)])),
          );
    return found.sort((one, other) => turn * compare(one, other) || one - other);
  };

  const PASSES = {
    "": () => true,
    "all passed": (student) =>
      marksOf(student).every((mark) => mark && !mark.error) &&
      detailsOf(student).every((detail) => outcomeOf(detail).name === "passed"),
    "some failed": (student) => detailsOf(student).some((detail) => outcomeOf(detail).failed),
    late: (student) => marksOf(student).some((mark) => mark && mark.late),
    adjusted: (student) => marksOf(student).some((mark) => mark && mark.adjustments.length),
    missing: (student) => marksOf(student).some((mark) => !mark),
    errored: (student) => marksOf(student).some((mark) => mark && mark.error),
  };
  const passes = (student, name) =>
    name in PASSES ? PASSES[name](student) : detailsOf(student).some((detail) => outcomeOf(detail).name === name);

  const isNamed = (text) => {
    const said = new Map(); // most students share what is told of them
    const says = (detail) => {
      if (!said.has(detail)) {
        const { head, lines, traceback, output } = detail;
        said.set(detail, [head, ...lines, ...traceback, ...output].join("\n").toLowerCase().includes(text));
      }
      return said.get(detail);
    };
    return (student) =>
      `${student.name}\n${student.id}`.toLowerCase().includes(text) || (text && detailsOf(student).some(says));
  };

  const update = () => {
    const text = find("text").value.trim().toLowerCase();
    const outcome = find("outcome").value;
    const named = isNamed(text);
    const chosen = state.group ? new Set(state.group.students) : null;
    const found = students.map((_, place) => place);
    order = sorted(
      found.filter(
        (place) => (!chosen || chosen.has(place)) && passes(students[place], outcome) && named(students[place]),
      ),
    );
    find("reset").hidden = !text && !outcome && !state.group;
    const of = state.group ? ` in the group \u201c${state.group.reason}\u201d` : "";
    find("count").textContent = `${order.length} of ${plural(students.length, "student")}${of}`;
    head.querySelectorAll("th").forEach((cell, place) => {
      const is = place === state.sort;
      if (is) cell.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
      cell.querySelector(".arrow").textContent = is ? (state.down ? "\u25bc" : "\u25b2") : "";
    });
    showRows();
  };

  const reset = () => {
    find("text").value = find("outcome").value = "";
    state.group = null;
    update();
  };

  const choose = (exercise) => {
    state.exercise = exercise;
    state.sort = 0;
    state.down = false;
    for (const each of document.querySelectorAll("[data-view]")) each.hidden = each.dataset.view !== exercise;
    for (const each of document.querySelectorAll("[data-exercise]"))
      each.hidden = exercise !== "" && each.dataset.exercise !== exercise;
    columns = columnsOf();
    rows = new Map();
    showHead();
    update();
    showGroups();
    showSlowest();
  };

  /* Moving in the table: one stop of Tab, arrows from there. */

  const setStop = (element) => {
    if (stop) stop.tabIndex = -1;
    stop = element;
    if (stop) stop.tabIndex = 0;
  };
  const goTo = (cell) => {
    setStop(cell.querySelector("a, button") || cell);
    stop.focus();
  };
  const STEPS = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
    PageUp: [-15, 0], PageDown: [15, 0], Home: [0, -Infinity], End: [0, Infinity],
  };
  const within = (value, most) => Math.min(Math.max(value, 0), most);
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("th, td");
    const step = STEPS[event.key];
    if (cell && step && !event.altKey && !event.metaKey) {
      event.preventDefault();
      if (event.key === "End" && event.ctrlKey) finish();
      const all = table.rows;
      const far = event.ctrlKey && (event.key === "Home" || event.key === "End") ? step[1] : step[0];
      const row = all[within(cell.parentElement.rowIndex + far, all.length - 1)];
      goTo(row.cells[within(cell.cellIndex + step[1], row.cells.length - 1)]);
    } else if (event.key === "Enter" && event.target === cell) open(cell);
  });
  const open = (cell) => {
    const student = students[cell.parentElement.dataset.place];
    const { exercise, check } = columns[cell.cellIndex];
    location.hash = address(student, check === undefined ? "" : `&check=${exercise}.${check}`);
  };
  body.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (cell) open(cell);
  });
  const peek = (event) => {
    const cell = event.target.closest("td");
    if (!cell) return;
    const student = students[cell.parentElement.dataset.place];
    const column = columns[cell.cellIndex];
    const detail = column.kind === "check" && detailAt(student, column);
    const said = detail ? `: ${wordsOf(detail)}${detail.head ? `. ${detail.head}` : ""}` : "";
    find("peek").replaceChildren(make("bdi", {}, called(student)), ` \u00b7 ${column.label}`, ...coded(said));
  };
  for (const event of ["pointerover", "focusin"]) body.addEventListener(event, peek);

  /* Who fails alike, what was slow. */

  const showGroups = () => {
    const shown = groups.filter((group) => state.exercise === "" || group.exercise === Number(state.exercise));
    find("groups").replaceChildren(...shown.slice(0, MOST_GROUPS).map(groupItem));
    const rest = shown.slice(MOST_GROUPS);
    if (rest.length) {
      const more = make("details", {}, make("summary", {}, plural(rest.length, "smaller group")));
      more.append(make("ul", {}, ...rest.map(groupItem)));
      find("groups").append(make("li", {}, more));
    }
    if (!shown.length) find("groups").append(make("li", {}, "No two students fail a check for the same reason."));
  };
  const groupItem = (group) => {
    const { short, checks } = exercises[group.exercise];
    const titles = group.checks.map((check) => checks[check].title);
    const what = titles.length > 1 ? `${titles.length} checks: ${titles.join("; ")}` : titles[0] || "nothing could be checked";
    const where = make("span", { class: "soft" }, ` \u00b7 ${exercises.length > 1 ? `${short} \u00b7 ` : ""}${what}`);
    const count = make("b", {}, plural(group.students.length, "student"));
    const item = make("details", {}, make("summary", {}, count, where, make("br"), ...coded(group.reason)));
    item.addEventListener("toggle", () => {
      if (item.children.length > 1) return;
      const button = make("button", { type: "button" }, "Show them in the table");
      button.addEventListener("click", () => {
        state.group = group;
        update();
        find("students").scrollIntoView();
        find("students-title").focus();
      });
      item.append(make("p", { class: "names" }, ...group.students.map((place) => link(students[place]))), button);
    });
    return make("li", {}, item);
  };

  const showSlowest = () => {
    const all = shownExercises().flatMap((place) =>
      students.filter((student) => student.marks[place]).map((student) => ({ student, place, mark: student.marks[place] })),
    );
    const slow = all.sort((one, other) => other.mark.seconds - one.mark.seconds).slice(0, SLOWEST);
    const names = ["Student", "Exercise", "Seconds", "Too slow"];
    const line = ({ student, place, mark }) => {
      const late = mark.cells.filter((cell) => cell >= 0 && outcomeOf(details[cell]).name === "timed out").length;
      const cells = [exercises[place].short, mark.seconds.toFixed(2), late ? plural(late, "check") : ""];
      return make(
        "tr",
        {},
        make("th", { scope: "row" }, link(student)),
        ...cells.map((text, at) => make("td", at === 1 ? { class: "number" } : {}, text)),
      );
    };
    find("slow").replaceChildren(
      make("thead", {}, make("tr", {}, ...names.map((name, at) => make("th", { scope: "col", class: at === 2 ? "number" : "" }, name)))),
      make("tbody", {}, ...slow.map(line)),
    );
  };

  /* The page of one student. */

  const block = (title, lines) =>
    lines.length ? [...(title ? [make("p", {}, title)] : []), make("pre", {}, lines.join("\n"))] : [];
  const checkItem = (detail, check, opened) => {
    const { style, words, failed } = outcomeOf(detail);
    const title = make("span", { class: "title" }, ...coded(check.title));
    if (check.stretch) title.append(" ", tag("stretch"));
    const points = make("span", { class: "points" }, `${detail.points} / ${detail.max}`);
    const item = make("li", {}, make("div", { class: "row" }, make("span", { class: `mark ${style}` }, words), title, points));
    const said = [
      ...block("", detail.lines),
      ...block("Traceback:", detail.traceback),
      ...block("The code printed:", detail.output),
    ];
    if (failed && said.length) item.append(make("details", opened ? { open: "" } : {}, make("summary", {}, "Why"), ...said));
    else item.append(...detail.lines.map((text) => make("p", { class: "why" }, ...coded(text))));
    return item;
  };

  const adjustments = (mark) => {
    if (!mark.adjustments.length) return [];
    const lines = mark.adjustments.map(({ kind, points, reason, check }) =>
      make("li", {}, make("strong", {}, kind), check ? ` (${check})` : "", `: ${points ? signed(points) : "no change"}. `, ...coded(reason)),
    );
    return [
      make("div", { class: "note" }, make("strong", {}, mark.graded === mark.points ? "Adjustments:" : `Graded ${mark.graded}, adjusted to ${mark.points}:`), make("ul", {}, ...lines)),
    ];
  };

  const exerciseSection = (student, place, wanted) => {
    const { short, title, max, checks } = exercises[place];
    const mark = student.marks[place];
    const name = make("span", {}, `${short} ${title}`);
    if (mark && mark.late) name.append(" ", tag("late"));
    if (student.dropped.includes(place)) name.append(" ", tag("does not count"));
    const section = make("section", {}, make("h2", {}, name));
    if (!mark) {
      section.append(make("p", { class: "soft" }, `Nothing was handed in: 0 of ${max} points.`));
      return section;
    }
    section.firstChild.append(make("span", { class: "points" }, mark.scored ? `${mark.points} / ${mark.max}` : "no score"));
    section.append(...adjustments(mark), ...mark.notes.map((text) => make("p", { class: "note" }, ...coded(text))));
    const shown = mark.cells.map((cell, number) => ({ cell, number })).filter(({ cell }) => cell >= 0);
    const first = shown.find(({ cell }) => outcomeOf(details[cell]).failed);
    const items = shown.map(({ cell, number }) => {
      const isWanted = wanted === `${place}.${number}`;
      const item = checkItem(details[cell], checks[number], isWanted || (!wanted && first && first.number === number));
      if (isWanted) item.dataset.wanted = "";
      return item;
    });
    section.append(make("ul", { "aria-label": `Checks of ${short}` }, ...items));
    if (mark.also.length)
      section.append(make("h3", {}, "Also seen"), make("ul", {}, ...mark.also.map((text) => make("li", {}, ...coded(text)))));
    section.append(make("p", { class: "facts" }, mark.facts.join(" \u00b7 ")));
    return section;
  };

  const neighbours = (place) => {
    const at = order.indexOf(place);
    const found = make("span");
    if (at > 0) found.append(make("a", { href: address(students[order[at - 1]]), rel: "prev" }, "\u2190 Previous"));
    if (at >= 0 && at + 1 < order.length)
      found.append(make("a", { href: address(students[order[at + 1]]), rel: "next" }, "Next \u2192"));
    return found;
  };

  const showStudent = (place, wanted) => {
    const student = students[place];
    const title = make("h1", { tabindex: "-1" }, make("bdi", {}, called(student)));
    if (student.name) title.prepend(make("small", {}, make("bdi", {}, student.id)));
    const article = find("student");
    article.replaceChildren(
      make("nav", { class: "bar", "aria-label": "Students" }, make("a", { href: "#students" }, "\u2191 All students"), neighbours(place)),
      make("header", {}, title, make("p", { class: "score" }, `${student.total} / ${student.max}`)),
      ...exercises.map((_, each) => exerciseSection(student, each, wanted)),
    );
    scrollTo(0, 0);
    const target = article.querySelector("[data-wanted]");
    if (target) target.scrollIntoView({ block: "center" });
    ((target && target.querySelector("summary")) || title).focus({ preventScroll: Boolean(target) });
    last = place;
  };

  const TITLE = document.title;
  const follow = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const place = places.get(asked.get("student"));
    const isStudent = place !== undefined;
    find("class").hidden = isStudent;
    find("student").hidden = !isStudent;
    document.title = isStudent ? `${called(students[place])} \u00b7 ${TITLE}` : TITLE;
    if (isStudent) {
      showStudent(place, asked.get("check") || "");
    } else if (last !== null) {
      const row = rows.get(last);
      find("student").replaceChildren();
      last = null;
      const section = /^#[a-z]+$/.test(location.hash) && find(location.hash.slice(1));
      if (section) section.scrollIntoView();
      if (row && row.isConnected && (!section || section.id === "students")) goTo(row.cells[0]);
    }
  };

  /* Start. */

  for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
  find("outcome").append(...Object.entries(FILTERS).map(([value, text]) => make("option", { value }, text)));
  const key = (style, sign, words) =>
    make("li", {}, make("span", { class: `sign ${style}`, "aria-hidden": "true" }, sign), words);
  find("signs").append(
    ...outcomes.map(({ name, sign, words }) => key(name.replace(" ", "-"), sign, words)),
    key("failed partly", book.partly, "not passed, some points"),
  );
  find("text").addEventListener("input", update);
  find("outcome").addEventListener("change", update);
  find("reset").addEventListener("click", () => {
    reset();
    find("text").focus();
  });
  if (find("exercise")) find("exercise").addEventListener("change", (event) => choose(event.target.value));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !find("student").hidden) location.hash = "#students";
  });
  addEventListener("hashchange", follow);
  choose(find("exercise") ? find("exercise").value : state.exercise);
  follow();
}
