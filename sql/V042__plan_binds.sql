-- Whether the plan binds those who send at the email's time: exactly what it says, or the email is
-- held. The latest plan of an email counts. Those made before this bind nobody.
alter table send_plan add column binds boolean not null default false;
