import type { Shape } from '../shape';
import type { courier as uk } from '../uk/courier';

export const courier: Shape<typeof uk> = {
  device: 'this device: …{{device}}',
  give: 'Hand over commands from here',
  steps: {
    save: 'Save the file to a stick',
    saveText:
      'Only the server can read it. Whoever carries or finds it sees its size, the device, the number of commands and the date, nothing else.',
    carry: 'Take it to where there is a link',
    carryText:
      'To any other device of this system, or to the agency: they open this very page. The commands stay here, too; should a link come back they go by themselves, and nothing is done twice.',
    back: 'Bring the answer back and open it here',
    backText: 'It holds the server’s receipts. The sequence of files does not matter.',
  },
  all: 'Save all that waits ({{n}})',
  fresh: 'Only what is new ({{n}})',
  nothing: 'Nothing waits here to be handed over.',
  noKey:
    'The profile was made before there were courier files: nothing can be handed over from here, but others’ files can be carried.',
  saved_one: 'File No. {{number}} saved: {{count}} command. {{path}}',
  saved_other: 'File No. {{number}} saved: {{count}} commands. {{path}}',
  left_one: '{{count}} more command did not fit: save “Only what is new”.',
  left_other: '{{count}} more commands did not fit: save “Only what is new”.',
  sent: 'Files that left from here',
  number: 'File',
  no: 'No. {{n}}',
  made: 'Made',
  count: 'Commands',
  state: 'State',
  wait_one: 'Waits for {{count}} receipt',
  wait_other: 'Waits for {{count}} receipts',
  done: 'All receipts are here',
  answered: 'answer of',
  open: 'Open a file',
  openTitle: 'Take a file in',
  drop: 'Drop a file here, or open it',
  dropText:
    'Another device’s file is carried on. The answer to a file of this device puts its receipts in place.',
  took: {
    carried_one:
      'The file of device …{{device}} was taken: {{count}} command. It goes to the server as soon as there is a link.',
    carried_other:
      'The file of device …{{device}} was taken: {{count}} commands. It goes to the server as soon as there is a link.',
    known:
      'This file of device …{{device}} is here already: its state stands in the list.',
    answer: 'Answer to file No. {{number}}. New receipts: {{fresh}}.',
    old: 'Answer to file No. {{number}}: all of these receipts are here already.',
    parked_one: 'The server could not apply {{count}} command: your decision is needed.',
    parked_other:
      'The server could not apply {{count}} commands: your decision is needed.',
  },
  carried: 'Carried for others',
  noneCarried:
    'Files of other devices that were opened on this page will stand here with their state.',
  fromDevice: '…{{device}}',
  taken: 'Taken',
  size: '{{n}} KB',
  carriedState: {
    waits: 'Waits for a link',
    answered: 'The answer is here',
    given: 'The answer was saved',
    refused: 'The server will not take it',
  },
  saveAnswer: 'Save the answer',
  againAnswer: 'Save it again',
  answerSaved: 'The answer was saved: {{path}}',
  forget: 'Take the file of device …{{device}} off the list',
};
