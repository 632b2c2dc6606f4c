import { Label, Radio, RadioGroup } from 'react-aria-components';

interface ChoiceGroupProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly { readonly id: V; readonly text: string; readonly lang?: string }[];
  readonly onChange: (value: V) => void;
}

/** One of a few, all of them in sight. */
export function ChoiceGroup<V extends string>({ label, value, choices, onChange }: ChoiceGroupProps<V>) {
  const choose = (id: string) => {
    const chosen = choices.find((choice) => choice.id === id);
    if (chosen) onChange(chosen.id);
  };
  return (
    <RadioGroup className="radio-group" value={value} onChange={choose} orientation="horizontal">
      <Label className="field-label">{label}</Label>
      <div className="field-row">
        {choices.map(({ id, text, lang }) => (
          <Radio key={id} value={id} className="radio" lang={lang}>
            <span className="radio-dot" aria-hidden />
            {text}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
