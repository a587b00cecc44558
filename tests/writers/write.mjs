// Programs from npm open the workbooks of a folder, type the changes, and save them: node write.mjs FOLDER OUT
import { createRequire } from "module";
import fs from "fs";
import path from "path";

const [folder, out] = process.argv.slice(2);
const load = createRequire(path.resolve(process.cwd(), "package.json"));
const { changes, list } = JSON.parse(fs.readFileSync(`${folder}/typed.json`));
const [titles, ...lines] = list;
const rows = [titles, ...lines.map((line) => [...line.slice(0, -1), new Date(`${line.at(-1)}T00:00:00Z`)])];

function place(program, name) {
  fs.mkdirSync(`${out}/${program}`, { recursive: true });
  return `${out}/${program}/${name}.xlsx`;
}

// Finds the cells by the codes in the first row and the ids in the first column.
function type(columns, lastRow, read, write) {
  for (let row = 2; row <= lastRow; row++)
    for (const [code, value] of Object.entries(changes[read(row, 1)] ?? {}))
      for (let column = 1; column <= columns; column++) if (read(1, column) === code) write(row, column, value);
}

async function exceljs(program, module) {
  const { Workbook } = load(module);
  for (const name of ["answers", "sealed"]) {
    const book = new Workbook();
    await book.xlsx.readFile(`${folder}/${name}.xlsx`);
    for (const sheet of name === "answers" ? book.worksheets : [])
      type(sheet.columnCount, sheet.rowCount, (row, column) => sheet.getCell(row, column).value,
        (row, column, value) => { sheet.getCell(row, column).value = value; });
    await book.xlsx.writeFile(place(program, name));
  }
  const book = new Workbook();
  book.addWorksheet("Administrations").addRows(rows);
  await book.xlsx.writeFile(place(program, "list"));
}

function sheetjs(program, module, options) {
  const xlsx = load(module);
  for (const name of ["answers", "sealed"]) {
    const book = xlsx.readFile(`${folder}/${name}.xlsx`, { cellStyles: true, cellNF: true });
    for (const sheet of name === "answers" ? Object.values(book.Sheets) : []) {
      if (!sheet["!ref"]) continue;
      const { e: last } = xlsx.utils.decode_range(sheet["!ref"]);
      const at = (row, column) => xlsx.utils.encode_cell({ r: row - 1, c: column - 1 });
      type(last.c + 1, last.r + 1, (row, column) => sheet[at(row, column)]?.v, (row, column, value) => {
        xlsx.utils.sheet_add_aoa(sheet, [[value]], { origin: at(row, column) });
      });
    }
    xlsx.writeFile(book, place(program, name), options);
  }
  const book = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet(rows, { cellDates: true, UTC: true }), "Administrations");
  xlsx.writeFile(book, place(program, "list"), { ...options, cellDates: true });
}

async function populate() {
  const { fromFileAsync, fromBlankAsync } = load("xlsx-populate");
  for (const name of ["answers", "sealed"]) {
    const book = await fromFileAsync(`${folder}/${name}.xlsx`);
    for (const sheet of name === "answers" ? book.sheets() : []) {
      const end = sheet.usedRange()?.endCell();
      if (end) type(end.columnNumber(), end.rowNumber(), (row, column) => sheet.cell(row, column).value(),
        (row, column, value) => sheet.cell(row, column).value(value));
    }
    await book.toFileAsync(place("xlsx-populate", name));
  }
  const book = await fromBlankAsync();
  book.sheet(0).cell("A1").value(rows);
  book.sheet(0).range("D2:D3").style("numberFormat", "yyyy-mm-dd");
  await book.toFileAsync(place("xlsx-populate", "list"));
}

await exceljs("exceljs", "exceljs");
await exceljs("excelts", "@cj-tech-master/excelts");
sheetjs("sheetjs", "@e965/xlsx", { bookSST: true, compression: true });
sheetjs("sheetjs-0.18", "xlsx", {});
await populate();
