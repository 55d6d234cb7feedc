import type { Shape } from '../shape';
import type { courier as uk } from '../uk/courier';

export const courier: Shape<typeof uk> = {
  device: 'this device: …{{device}}',
  give: 'Hand over what was signed here',
  steps: {
    save: 'Save the file to a stick',
    saveText:
      'It holds all that was signed here and has not reached the server. Only the server can read it: whoever carries or finds it sees its size, the device, the number of commands and the date, nothing else.',
    carry: 'Take it to where there is a link',
    carryText:
      'To any other device of this system, or to the agency: they open this very page. What you signed stays here, too; should a link come back it goes by itself, and nothing is done twice.',
    back: 'Bring the answer back and open it here',
    backText: 'It holds the server’s receipts. The sequence of files does not matter.',
  },
  all: 'Save all that waits ({{n}})',
  fresh: 'Only what is new ({{n}})',
  inFile: 'All that waits ({{n}}) is in a file now.',
  again: 'Save the file again',
  unknown: 'The answer file will show here whether it arrived.',
  nothing: 'Nothing waits here to be handed over.',
  arrived: 'All that was signed here has reached the server.',
  noKey:
    'The profile was made before there were courier files: nothing can be handed over from here, but others’ files can be carried.',
  saved_one: 'File No. {{number}} saved: {{count}} signed command.',
  saved_other: 'File No. {{number}} saved: {{count}} signed commands.',
  savedNext:
    'Nothing has gone to the server yet: take the file to where there is a link.',
  left_one: '{{count}} more command did not fit: save “Only what is new”.',
  left_other: '{{count}} more commands did not fit: save “Only what is new”.',
  sent: 'Files saved from here',
  number: 'File',
  no: 'No. {{n}}',
  made: 'Made',
  count: 'Commands',
  state: 'State',
  wait_one: 'Waits for {{count}} receipt',
  wait_other: 'Waits for {{count}} receipts',
  done: 'Arrived, all receipts are here',
  answered: 'answer of',
  open: 'Open a file',
  openAnswer: 'Open the answer',
  openTitle: 'Take a file in',
  drop: 'Drop a file here, or open it',
  dropText:
    'Another device’s file is carried on. The answer to a file of this device puts its receipts in place.',
  took: {
    carried_one:
      'The file of device …{{device}} was taken: {{count}} signed command. Whether it arrived stands under “Carried for others”.',
    carried_other:
      'The file of device …{{device}} was taken: {{count}} signed commands. Whether they arrived stands under “Carried for others”.',
    known:
      'This file of device …{{device}} is here already, and nothing was done twice. Its state stands under “Carried for others”.',
    answer: 'Answer to file No. {{number}}.',
    applied_one: 'It arrived: the server accepted {{count}} signed command.',
    applied_other: 'It arrived: the server accepted {{count}} signed commands.',
    old: 'Nothing in it is new: all of its receipts are here already.',
    parked_one: 'The server could not apply {{count}} command: your decision is needed.',
    parked_other:
      'The server could not apply {{count}} commands: your decision is needed.',
  },
  carried: 'Carried for others',
  noneCarried:
    'Files of other devices that were opened on this page will stand here with their state.',
  fromDevice: 'File of device …{{device}}',
  taken: 'Taken',
  size: '{{n}} KB',
  carriedState: {
    waits: 'Not there yet',
    answered: 'Arrived, the answer is here',
    given: 'Arrived, the answer was saved',
    refused: 'The server will not take it',
  },
  carriedNext: {
    waits: 'It goes to the server by itself as soon as there is a link here.',
    answered: 'Save the answer and bring it back to device …\u2060{{device}}.',
    given:
      'Bring the answer back to device …\u2060{{device}}, then take it off the list.',
  },
  saveAnswer: 'Save the answer',
  againAnswer: 'Save it again',
  answerSaved:
    'The answer was saved. Bring it back to device …{{device}} and open it there on this page.',
  forget: 'Take the file of device …{{device}} off the list',
};
