// What `Intl` writes for each question, with the options of the app.
const [language, zone, questions] = arguments;
const written = options => {
  const format = new Intl.DateTimeFormat(language, { ...options, timeZone: zone, numberingSystem: 'latn' });
  return moment => format.format(moment).replaceAll(' ', '\u00a0');
};
const functions = {
  date: written({ dateStyle: 'long' }),
  day: written({ day: 'numeric', month: 'long' }),
  time: written({ hour: 'numeric', minute: '2-digit' }),
  plural: number => new Intl.PluralRules(language).select(number),
};
return questions.map(([name, number]) => functions[name](number));
