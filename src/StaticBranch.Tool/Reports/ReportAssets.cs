namespace StaticBranch.Tool.Reports;

/// <summary>What the page carries with it.</summary>
static class ReportAssets
{
    public const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { margin: 0 auto; max-width: 90rem; padding: 1rem; }
        code { font: 0.9em ui-monospace, monospace; }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { left: 1rem; background: Canvas; padding: 0.5rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: start; padding-block: 0.5rem; }
        th, td { border-block-end: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 0.35rem 0.6rem; text-align: start; vertical-align: top; font-weight: normal; }
        thead th { white-space: nowrap; }
        thead button { font: inherit; font-weight: bold; background: none; border: 0; padding: 0; color: inherit; cursor: pointer; }
        th[aria-sort="ascending"] button::after { content: " \2191"; }
        th[aria-sort="descending"] button::after { content: " \2193"; }
        :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
        .number { text-align: end; font-variant-numeric: tabular-nums; }
        .folded { color: light-dark(#116329, #56d364); }
        .notfolded { color: light-dark(#a40e26, #ff7b72); font-weight: bold; }
        .notjudged, .residue { color: light-dark(#7d4e00, #e3b341); }
        @media print { .skip { display: none; } .scroll { overflow: visible; } tr { break-inside: avoid; } thead { display: table-header-group; } }
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
