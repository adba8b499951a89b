// Judges the same answers of a registry by the same schema with ajv and with DpiBlocks.JsonSchema, from bytes to yes or no.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';

const here = import.meta.dirname;
const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(join(here, 'schema.json'), 'utf8')));
const judge = bytes => validate(JSON.parse(bytes.toString('utf8')));

const person = i => ({
  id: `AB${10000000 + i}`, name: { given: 'Ada', family: `Quéré ${i}` }, birth: `19${10 + (i % 90)}-0${1 + (i % 9)}-1${i % 10}`, sex: 'female', alive: true, income: i * 13 + 0.5,
  phones: [`+1 555 01${10 + (i % 90)}`, '+1 555 0100'],
  address: { street: 'Long Road of the Old Mill', number: 10 + (i % 9), district: 'Harbour', position: [12.3, -45.67] },
  benefits: [{ kind: 'food', kilograms: 1 + i }, { kind: 'cash', amount: 10 + i, currency: 'EUR' }], notes: 'Asked "twice"; answered in writing.',
});
const answer = count => ({ registry: 'Social registry of the example', total: count, persons: Array.from({ length: count }, (_, i) => person(i)) });

// Each spoils the last person in one way: both sides must find it.
const defects = [
  p => { p.id = 'ab1'; }, p => { p.name.given = ''; }, p => { p.alive = 1; }, p => { p.sex = 'f'; }, p => { p.address.number = 1.5; },
  p => { p.benefits[1].kind = 'food'; }, p => { p.benefits[1].amount = -1; }, p => { p.phones[0] = p.phones[1]; }, p => { delete p.birth; }, p => { p.extra = 0; },
];

const folder = mkdtempSync(join(tmpdir(), 'ajv-'));
try {
  const files = defects.map((spoil, i) => {
    const bad = answer(3);
    spoil(bad.persons[2]);
    const bytes = Buffer.from(JSON.stringify(bad));
    if (judge(bytes)) throw new Error(`ajv accepts defect ${i}: nothing to compare.`);
    writeFileSync(join(folder, `bad-${i}.json`), bytes);
    return join(folder, `bad-${i}.json`);
  });

  for (const count of [3, 250]) {
    const bytes = Buffer.from(JSON.stringify(answer(count)));
    if (!judge(bytes)) throw new Error('ajv refuses a good answer: nothing to compare.');
    const good = join(folder, `good-${count}.json`);
    writeFileSync(good, bytes);
    console.log(`${bytes.length} bytes`);
    console.log(`  ajv, JSON.parse among it    ${speed(() => judge(bytes), bytes.length)} MB/s`);
    const ours = spawnSync('dotnet', ['run', '-c', 'Release', '--project', join(here, '../DpiBlocks.Benchmarks'), '--', 'schema', join(here, 'schema.json'), good, ...files], { encoding: 'utf8' });
    if (ours.status !== 0) throw new Error(ours.stderr || ours.stdout);
    console.log(`  DpiBlocks.JsonSchema        ${ours.stdout.trim()} MB/s`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

// The best of many short rounds, so that what else runs on the machine counts little.
function speed(run, length) {
  let best = Infinity;
  for (let round = 0; round < 150; round++) {
    const began = process.hrtime.bigint();
    let times = 0;
    for (; process.hrtime.bigint() - began < 20_000_000n; times++) run();
    best = Math.min(best, Number(process.hrtime.bigint() - began) / times);
  }
  return Math.round(length * 1000 / best);
}
