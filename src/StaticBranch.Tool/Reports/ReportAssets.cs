namespace StaticBranch.Tool.Reports;

/// <summary>What the page carries with it.</summary>
static class ReportAssets
{
    public const string Style = """
        :root { color-scheme: light dark; --line: color-mix(in srgb, CanvasText 18%, Canvas); --soft: color-mix(in srgb, CanvasText 6%, Canvas); font: 15px/1.5 system-ui, sans-serif; }
        body { margin: 0 auto; max-width: 96rem; padding: 1rem 1.5rem 3rem; }
        header { border-block-end: 2px solid var(--line); }
        h1 { margin-block: 0.5rem 0; }
        h2 { margin-block: 2rem 0; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; list-style: none; padding: 0; }
        a { color: light-dark(#0b57d0, #a8c7fa); }
        code { font: 0.9em ui-monospace, monospace; overflow-wrap: break-word; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: start; padding-block: 0.25rem 0.75rem; color: color-mix(in srgb, CanvasText 75%, Canvas); }
        th, td { border-block-end: 1px solid var(--line); padding: 0.4rem 0.75rem; text-align: start; vertical-align: top; font-weight: normal; }
        thead th { white-space: nowrap; background: var(--soft); }
        thead button { font: inherit; font-weight: 600; background: none; border: 0; padding: 0; color: inherit; cursor: pointer; }
        thead button::after { content: " \2195"; opacity: 0.4; }
        th[aria-sort] button::after { opacity: 1; }
        th[aria-sort="ascending"] button::after { content: " \2191"; }
        th[aria-sort="descending"] button::after { content: " \2193"; }
        tbody tr:hover { background: var(--soft); }
        :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
        .prose { min-width: 18rem; }
        .sizes { white-space: nowrap; }
        .number { text-align: end; font-variant-numeric: tabular-nums; }
        .folded, .notfolded, .notjudged, .residue { white-space: nowrap; border-radius: 0.3rem; padding: 0.1rem 0.4rem; }
        .folded { background: light-dark(#dafbe1, #12361d); color: light-dark(#0f5323, #7ee787); }
        .notfolded { background: light-dark(#ffebe9, #4c1418); color: light-dark(#8e0e20, #ffb3ad); }
        .notjudged, .residue { background: light-dark(#fff8c5, #3b2f06); color: light-dark(#5c3b00, #f2cc60); }
        @media print {
            :root { color-scheme: light; font-size: 10px; }
            nav, thead button::after { display: none; }
            .scroll { overflow: visible; }
            tr { break-inside: avoid; }
            thead { display: table-header-group; }
            .prose { min-width: 0; }
        }
        """;

    public const string Script = """
        for (const button of document.querySelectorAll("thead button")) {
            button.addEventListener("click", () => {
                const header = button.parentElement, body = header.closest("table").tBodies[0];
                const down = header.getAttribute("aria-sort") === "ascending";
                for (const other of header.parentElement.children) other.removeAttribute("aria-sort");
                header.setAttribute("aria-sort", down ? "descending" : "ascending");
                const key = row => row.cells[header.cellIndex].dataset.order ?? row.cells[header.cellIndex].textContent;
                const rows = [...body.rows].sort((one, other) => key(one).localeCompare(key(other), "en", { numeric: true }));
                body.append(...(down ? rows.reverse() : rows));
            });
        }
        """;
}
