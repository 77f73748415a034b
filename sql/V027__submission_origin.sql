-- Under which installation id its messages went out, written down right before the call. Null when it
-- was never called, or before this column was there.
alter table submission
  add column installation text check (installation ~ '^[a-z0-9]{8}$'),
  -- When it became in doubt, if it ever was: whatever settles it later must say by what evidence.
  add column doubted_at timestamptz;
