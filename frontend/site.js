// Makes signed-in pages pleasanter; every page works without it.
(() => {
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const show = (node, on) => {
    node.hidden = !on;
  };

  // A second click on the same button does no harm on the server; here it does nothing at all.
  const buttons = (form, off) =>
    all("button:not([type=button])", form).forEach((one) => {
      one.disabled = off;
    });
  addEventListener("submit", (event) =>
    // What a script sends in the background leaves the page, and its buttons, as they are.
    setTimeout(() => event.defaultPrevented || buttons(event.target, true)),
  );
  addEventListener("pageshow", () => all("form").forEach((form) => buttons(form, false)));

  all("[data-needs-script]").forEach((node) => show(node, true));
  all("[data-tick-all]").forEach((box) =>
    box.addEventListener("change", () =>
      all("[name=entries]", box.form).forEach((one) => {
        one.checked = box.checked;
      }),
    ),
  );
  all("[data-only-other]").forEach((node) => {
    const list = document.getElementById(node.dataset.onlyOther);
    const look = () => show(node, list.value === "other");
    list.addEventListener("change", look);
    look();
  });

  all("[data-most]").forEach((area) => {
    const line = document.getElementById(`${area.id}-count`);
    const count = () => {
      const left = area.dataset.most - [...area.value.trim()].length;
      line.textContent = `${left < 0 ? line.dataset.over : line.dataset.left} ${Math.abs(left)}`;
    };
    area.addEventListener("input", count);
    count();
  });
  all("[data-copy]").forEach((button) => {
    const area = document.getElementById(button.dataset.copy);
    show(button, true);
    button.addEventListener("click", () => {
      const words = document.getElementById(button.dataset.from).innerText.trim();
      area.value = area.value ? `${area.value}\n${words}` : words;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
  });

  const form = document.querySelector("[data-autosave]");
  if (!form) return;
  const say = form.dataset;
  const field = (name) => form.elements[name]?.value || "";

  // Which questions are asked: as values.needs_reason and values.normalised say it on the server.
  const order = say.order.split(",");
  const ask = (name, on) =>
    all(`[data-ask=${name}]`, form).forEach((node) => {
      show(node, on);
      // What is not asked is not answered; it comes back when the question does.
      all("#reason", node).forEach((one) => {
        if (!on) [one.dataset.kept, one.value] = [one.value || one.dataset.kept || "", ""];
        else if (!one.value) one.value = one.dataset.kept || "";
      });
    });
  const questions = () => {
    if (!form.elements.change) return;
    const change = field("change");
    const same = change === "no_change";
    let level = field("completion");
    if (same) level = say.before || order[0];
    if (change === "completed") level = "complete";
    const complete = level === "complete";
    const fell = level && say.before && order.indexOf(level) < order.indexOf(say.before);
    const late = !complete && say.due && field("expected_on") > say.due;
    const because = same ? !complete : change === "problem" || fell || late;
    ["done", "occurrences", "evidence", "help"].forEach((name) => ask(name, !same));
    ask("completion", !same && change !== "completed");
    ask("completed_on", complete && !same);
    ask("expected_on", !same && !complete);
    ask("reason", Boolean(because));
    ask("reason_words", Boolean(because) && field("reason") === "other");
  };

  // Saving: one request at a time, the same again after a lost connection, then what came since.
  const status = document.getElementById("saved");
  const seen = document.getElementById("seen");
  const place = () => `${location.pathname}#${seen.value}`;
  const body = () => {
    const data = new FormData(form);
    all("[data-not-draft]", form).forEach((one) => data.delete(one.name));
    data.delete("seen");
    return new URLSearchParams(data).toString();
  };
  const tell = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };
  let saved;
  let timer;
  let running = null;
  let retry = null;
  let stopped = false;
  let leaving = false;
  const dirty = () => body() !== saved;
  const keep = () => {
    try {
      if (dirty()) sessionStorage.setItem(place(), body());
      else sessionStorage.removeItem(place());
    } catch {
      // A full or forbidden store: the server still saves.
    }
  };
  const later = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(save, seconds * 1000);
  };
  const took = (answer, sent) => {
    const line = answer.querySelector("[role=status]");
    if (line.dataset.conflict) {
      stopped = true;
      keep();
      seen.value = line.dataset.conflict;
      document.getElementById("conflict").replaceChildren(...all(".conflict", answer));
    } else if (line.dataset.seen) {
      sessionStorage.removeItem(place());
      seen.value = line.dataset.seen;
      saved = sent;
    }
    tell(line.textContent.trim().replace(/\s+/g, " "));
    keep();
    if (line.dataset.seen && dirty()) later(3);
  };
  const send = async () => {
    const sent = retry ?? body();
    tell(say.saving);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(`${sent}&seen=${seen.value}`),
        headers: { "HX-Request": "true" },
        signal: AbortSignal.timeout(20000),
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      retry = null;
      if (answer.status === 401) tell(say.signedOut);
      else if (page.querySelector("[data-seen],[data-conflict],[data-refused]")) took(page, sent);
      else throw new Error(String(answer.status));
    } catch {
      // It may have arrived: only the very same text again cannot meet itself as another's.
      retry = sent;
      tell(say.failed);
      later(5);
    }
  };
  const save = async () => {
    clearTimeout(timer);
    if (running) return running;
    if (stopped || (!dirty() && retry === null)) return null;
    running = send();
    await running;
    running = null;
    return null;
  };
  const touched = ({ type, target }) => {
    if (target.hasAttribute("data-not-draft")) return;
    questions();
    keep();
    later(type === "change" ? 0 : 3);
  };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  addEventListener("online", () => later(0));
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    leaving = true;
    if (!running) return;
    // Never overtake a save under way: the version it brings back belongs to this one.
    event.preventDefault();
    await running;
    clearTimeout(timer);
    buttons(form, false);
    form.requestSubmit(event.submitter);
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && dirty()) event.preventDefault();
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });

  const fill = (text) => {
    new URLSearchParams(text).forEach((value, name) => {
      const one = form.elements[name];
      if (one && name !== "csrfmiddlewaretoken") one.value = value;
    });
    form.dispatchEvent(new Event("change"));
  };
  const offer = (text) => {
    const line = document.createElement("p");
    line.className = "notice";
    line.append(say.unsaved);
    const act = (label, done) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "govuk-button govuk-button--secondary";
      button.textContent = label;
      button.addEventListener("click", () => {
        line.remove();
        done();
      });
      line.append(" ", button);
    };
    act(say.use, () => fill(text));
    act(say.discard, () => sessionStorage.removeItem(place()));
    form.before(line);
  };
  questions();
  // Words that came back from the server unsaved are still to be saved.
  saved = say.unsavedNow ? "" : body();
  const kept = sessionStorage.getItem(place());
  const plain = (text) => text.replace(/csrfmiddlewaretoken=[^&]*&?/, "");
  if (kept && plain(kept) !== plain(saved)) offer(kept);
})();
