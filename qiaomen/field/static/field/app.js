// The entry: what is open, by the address behind the #, and who draws it.
import { boot } from './session.js';

await boot();
