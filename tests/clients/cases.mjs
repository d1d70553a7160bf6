// Runs cases one after another, prints a line for each, and ends with 1 if any failed.

const cases = [];

export function test(name, run) {
  cases.push({ name, run });
}

export function check(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

export function same(found, expected) {
  check(
    JSON.stringify(found) === JSON.stringify(expected),
    `${JSON.stringify(found)} is not ${JSON.stringify(expected)}`,
  );
}

/** The error that a promise ends with; none is a failure. */
export async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it was not refused");
}

export async function runAll(client) {
  let failed = 0;
  for (const { name, run } of cases) {
    try {
      await run();
      console.log(`ok      ${client}: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${client}: ${name}\n        ${error.stack}`);
    }
  }
  process.exitCode = failed === 0 ? 0 : 1;
}
