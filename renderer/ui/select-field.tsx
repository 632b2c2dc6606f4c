import { ChevronDown } from 'lucide-react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';

export interface Choice {
  readonly id: string;
  readonly text: string;
}

interface SelectFieldProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly placeholder: string;
  readonly isDisabled?: boolean;
  readonly isInvalid?: boolean;
  readonly className?: string;
}

/** A choice from a short list, with its label. */
export function SelectField({ label, choices, value, onChange, placeholder, className, ...rest }: SelectFieldProps) {
  return (
    <Select
      {...rest}
      className={`field ${className ?? ''}`}
      placeholder={placeholder}
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
    >
      <Label className="field-label">{label}</Label>
      <Button className="select-button">
        <SelectValue className="select-value" />
        <ChevronDown aria-hidden size={14} />
      </Button>
      <Popover className="popover" offset={2}>
        <ListBox className="list-box" items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.text} className="list-box-item">
              {choice.text}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
