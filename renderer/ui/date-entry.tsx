import { parseDate } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Dialog,
  DialogTrigger,
  FieldError,
  Heading,
  Input,
  Label,
  Popover,
  Button as PressButton,
  TextField,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { readTypedDate } from './read-typed-date.ts';
import { useOncePer } from './use-once-per.ts';

interface DateEntryProps {
  readonly label: string;
  /** `YYYY-MM-DD`, or null for none. */
  readonly value: string | null;
  /** Called with a day that exists as soon as it is typed, with null when the field is emptied, or left with no day in it. */
  readonly onChange: (value: string | null) => void;
  readonly isDisabled?: boolean;
  readonly isInvalid?: boolean;
  /** What the day means here. */
  readonly note?: string | undefined;
}

/**
 * A day, typed in ISO order or chosen from a calendar. It is a plain text field and not a segmented one, because those
 * repair 31 February on leaving the field, and a repaired clearing date is a fine.
 */
export function DateEntry({ label, value, onChange, isDisabled = false, isInvalid = false, note }: DateEntryProps) {
  const { t } = useTranslation('app');
  const [text, setText] = useState(value ?? '');
  const [touched, setTouched] = useState(false);
  useOncePer(value, (given) => {
    // A value from outside (a click that corrects, another draft) replaces the text; our own null while typing does not.
    if (given !== null) setText(given);
  });
  const type = (typed: string) => {
    setText(typed);
    setTouched(false);
    const day = readTypedDate(typed);
    if (day !== value && (day !== null || typed === '')) onChange(day);
  };
  const leave = () => {
    setTouched(true);
    // A day that is no day must not leave the former one in force behind it. While it is being typed it only waits.
    if (value !== null && readTypedDate(text) === null) onChange(null);
  };
  const wrong = text !== '' && readTypedDate(text) === null;
  return (
    <TextField
      className="field"
      value={text}
      onChange={type}
      onBlur={leave}
      isDisabled={isDisabled}
      isInvalid={isInvalid || (wrong && (touched || text.length >= 10))}
    >
      <Label className="field-label">{label}</Label>
      <div className="field-row">
        <Input className="input input-date" placeholder="YYYY-MM-DD" autoComplete="off" spellCheck="false" />
        <CalendarButton label={label} value={value} isDisabled={isDisabled} onChoose={type} />
        {note !== undefined && <span className="muted">{note}</span>}
      </div>
      <FieldError className="field-error">{wrong ? t('noSuchDay') : ''}</FieldError>
    </TextField>
  );
}

interface CalendarButtonProps {
  readonly label: string;
  readonly value: string | null;
  readonly isDisabled: boolean;
  readonly onChoose: (day: string) => void;
}

function CalendarButton({ label, value, isDisabled, onChoose }: CalendarButtonProps) {
  const { t } = useTranslation('app');
  return (
    <DialogTrigger>
      <PressButton className="button button-quiet" aria-label={t('openCalendar')} isDisabled={isDisabled}>
        <CalendarDays aria-hidden size={16} />
      </PressButton>
      <Popover className="popover" placement="bottom start">
        <Dialog className="calendar-dialog" aria-label={label}>
          {({ close }) => (
            <Calendar
              aria-label={label}
              autoFocus
              {...(value ? { defaultValue: parseDate(value) } : {})}
              onChange={(day) => {
                onChoose(day.toString());
                close();
              }}
            >
              <header className="calendar-header">
                <PressButton slot="previous" className="button button-quiet">
                  <ChevronLeft aria-hidden size={16} />
                </PressButton>
                <Heading className="calendar-heading" />
                <PressButton slot="next" className="button button-quiet">
                  <ChevronRight aria-hidden size={16} />
                </PressButton>
              </header>
              <CalendarGrid className="calendar-grid">
                <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
                <CalendarGridBody>{(date) => <CalendarCell className="calendar-cell" date={date} />}</CalendarGridBody>
              </CalendarGrid>
            </Calendar>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
