// The peers that run in node: `node peers.mjs ENGINE TEMPLATE DATA OUT`, then a number of documents a line on stdin;
// each line is answered by the milliseconds that they took.
import { createRequire } from "node:module";
import fs from "node:fs";
import readline from "node:readline";

const require = createRequire(process.env.PEERS ?? import.meta.url);
const [engine, template, dataFile, out] = process.argv.slice(2);
const bytes = fs.readFileSync(template);
const data = JSON.parse(fs.readFileSync(dataFile, "utf8"));

const engines = {
  docxtemplater() {
    const Docxtemplater = require("docxtemplater");
    const PizZip = require("pizzip");
    return () => {
      const doc = new Docxtemplater(new PizZip(bytes), { paragraphLoop: true, linebreaks: true });
      doc.render(data);
      fs.writeFileSync(out, doc.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" }));
    };
  },
  "easy-template-x"() {
    const { TemplateHandler } = require("easy-template-x");
    const handler = new TemplateHandler();
    return async () => fs.writeFileSync(out, await handler.process(bytes, data));
  },
  "docx-templates"() {
    const { createReport } = require("docx-templates");
    return async () =>
      fs.writeFileSync(out, await createReport({ template: bytes, data, cmdDelimiter: ["{{", "}}"], noSandbox: true }));
  },
  carbone() {
    const carbone = require("carbone");
    return () =>
      new Promise((resolve, reject) =>
        carbone.render(template, data, (error, result) => {
          if (error) return reject(error);
          fs.writeFileSync(out, result);
          resolve();
        }),
      );
  },
};

const run = engines[engine]();
await run();
console.log("ready");
for await (const line of readline.createInterface({ input: process.stdin })) {
  const start = process.hrtime.bigint();
  for (let number = Number(line); number > 0; number--) await run();
  console.log(Number(process.hrtime.bigint() - start) / 1e6);
}
