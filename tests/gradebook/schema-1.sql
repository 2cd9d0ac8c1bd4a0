BEGIN TRANSACTION;
CREATE TABLE assignments (
	id INTEGER NOT NULL, 
	assignment TEXT NOT NULL, 
	secret BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (assignment)
);
INSERT INTO "assignments" VALUES(1,'homework-3',X'6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B','2026-11-25T21:59:30+00:00');
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	assignment_id INTEGER NOT NULL, 
	student_id INTEGER NOT NULL, 
	attempt INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (assignment_id, student_id, attempt), 
	FOREIGN KEY(assignment_id) REFERENCES assignments (id), 
	FOREIGN KEY(student_id) REFERENCES students (id)
);
INSERT INTO "attempts" VALUES(1,1,1,1);
INSERT INTO "attempts" VALUES(2,1,2,1);
CREATE TABLE check_results (
	result_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	check_id TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	score TEXT, 
	max_score TEXT NOT NULL, 
	misconception TEXT, 
	carried BOOLEAN NOT NULL, 
	wall_time_s FLOAT, 
	evidence TEXT, 
	PRIMARY KEY (result_id, position), 
	FOREIGN KEY(result_id) REFERENCES results (id)
);
INSERT INTO "check_results" VALUES(1,0,'output','partial','4/3','4',NULL,0,0.25,'{"observed":[[1.5,"nan"]],"stdout":"\ud800\u0000","feedback":["because","\u0686\u0648\u0646"],"worst_index":[0,1],"wrong":[[0,1]]}');
INSERT INTO "check_results" VALUES(1,1,'fresh','passed','6','6',NULL,0,0.25,'{"observed":[[1.5,"nan"]],"stdout":"\ud800\u0000","feedback":["because","\u0686\u0648\u0646"],"worst_index":[0,1],"wrong":[[0,1]]}');
INSERT INTO "check_results" VALUES(2,0,'why','needs_review',NULL,'5',NULL,0,0.25,'{"observed":"Because it is.","feedback":["because","\u0686\u0648\u0646"]}');
INSERT INTO "check_results" VALUES(3,0,'output','partial','4/3','4',NULL,0,0.25,'{"observed":[[1.5,"nan"]],"stdout":"\ud800\u0000","feedback":["because","\u0686\u0648\u0646"],"worst_index":[0,1],"wrong":[[0,1]]}');
INSERT INTO "check_results" VALUES(3,1,'fresh','passed','6','6',NULL,0,0.25,'{"observed":[[1.5,"nan"]],"stdout":"\ud800\u0000","feedback":["because","\u0686\u0648\u0646"],"worst_index":[0,1],"wrong":[[0,1]]}');
INSERT INTO "check_results" VALUES(4,0,'why','needs_review',NULL,'5',NULL,0,0.25,'{"observed":"Because it is.","feedback":["because","\u0686\u0648\u0646"]}');
INSERT INTO "check_results" VALUES(5,0,'output','passed','4','4',NULL,0,0.25,'{"observed":[[1.5,"nan"]],"stdout":"\ud800\u0000","feedback":["because","\u0686\u0648\u0646"],"worst_index":[0,1],"wrong":[[0,1]]}');
INSERT INTO "check_results" VALUES(5,1,'fresh','passed','6','6',NULL,0,0.25,'{"observed":[[1.5,"nan"]],"stdout":"\ud800\u0000","feedback":["because","\u0686\u0648\u0646"],"worst_index":[0,1],"wrong":[[0,1]]}');
INSERT INTO "check_results" VALUES(6,0,'output','passed','4','4',NULL,0,0.25,'{"observed":[[1.5,"nan"]],"stdout":"\ud800\u0000","feedback":["because","\u0686\u0648\u0646"],"worst_index":[0,1],"wrong":[[0,1]]}');
INSERT INTO "check_results" VALUES(6,1,'fresh','passed','6','6',NULL,0,0.25,'{"observed":[[1.5,"nan"]],"stdout":"\ud800\u0000","feedback":["because","\u0686\u0648\u0646"],"worst_index":[0,1],"wrong":[[0,1]]}');
CREATE TABLE entries (
	id INTEGER NOT NULL, 
	run_id TEXT NOT NULL, 
	attempt_id INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	submitted_at TEXT, 
	extension_until TEXT, 
	notes TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (run_id, attempt_id), 
	FOREIGN KEY(run_id) REFERENCES runs (id), 
	FOREIGN KEY(attempt_id) REFERENCES attempts (id)
);
INSERT INTO "entries" VALUES(1,'run-1',1,'sha256:ef2b540329ed10d52b224bb9e82327ec2e9ba365de2c37529ac3abc4ffc884c3','2025-11-04T12:00:00+00:00',NULL,'[]');
INSERT INTO "entries" VALUES(2,'run-1',2,'sha256:ef2b540329ed10d52b224bb9e82327ec2e9ba365de2c37529ac3abc4ffc884c3','2025-11-07T12:00:00+00:00',NULL,'[]');
INSERT INTO "entries" VALUES(3,'run-2',1,'sha256:ef2b540329ed10d52b224bb9e82327ec2e9ba365de2c37529ac3abc4ffc884c3','2025-11-04T12:00:00+00:00',NULL,'[]');
INSERT INTO "entries" VALUES(4,'run-2',2,'sha256:ef2b540329ed10d52b224bb9e82327ec2e9ba365de2c37529ac3abc4ffc884c3','2025-11-07T12:00:00+00:00',NULL,'[]');
CREATE TABLE entry_results (
	entry_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	result_id INTEGER NOT NULL, 
	PRIMARY KEY (entry_id, position), 
	FOREIGN KEY(entry_id) REFERENCES entries (id), 
	FOREIGN KEY(result_id) REFERENCES results (id)
);
INSERT INTO "entry_results" VALUES(1,0,1);
INSERT INTO "entry_results" VALUES(1,1,2);
INSERT INTO "entry_results" VALUES(2,0,3);
INSERT INTO "entry_results" VALUES(2,1,4);
INSERT INTO "entry_results" VALUES(3,0,5);
INSERT INTO "entry_results" VALUES(3,1,2);
INSERT INTO "entry_results" VALUES(4,0,6);
INSERT INTO "entry_results" VALUES(4,1,4);
CREATE TABLE gradebook (
	id INTEGER NOT NULL, 
	schema_version INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "gradebook" VALUES(1,1);
CREATE TABLE grades (
	id INTEGER NOT NULL, 
	attempt_id INTEGER NOT NULL, 
	entry_id INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	cause TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	status TEXT NOT NULL, 
	score TEXT, 
	grade TEXT, 
	max_score TEXT NOT NULL, 
	days_late INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(attempt_id) REFERENCES attempts (id), 
	FOREIGN KEY(entry_id) REFERENCES entries (id)
);
INSERT INTO "grades" VALUES(1,1,1,'2026-11-25T21:59:30+00:00','graded','grader','','needs_review','22/3',NULL,'20',0);
INSERT INTO "grades" VALUES(2,2,2,'2026-11-25T21:59:30+00:00','graded','grader','','needs_review','22/3',NULL,'20',2);
INSERT INTO "grades" VALUES(3,1,3,'2026-11-25T21:59:30+00:00','graded','grader','','needs_review','10',NULL,'20',0);
INSERT INTO "grades" VALUES(4,2,4,'2026-11-25T21:59:30+00:00','graded','grader','','needs_review','10',NULL,'20',2);
CREATE TABLE problems (
	id INTEGER NOT NULL, 
	problem TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	outline TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (problem, version, digest)
);
INSERT INTO "problems" VALUES(1,'net',1,'sha256:net-1','{"title":["A net","\u0634\u0628\u06a9\u0647"],"checks":[{"id":"output","title":["Output","\u0622\u0632\u0645\u0648\u0646"],"points":"4","visibility":"visible","extra_credit":false,"criteria":[]},{"id":"fresh","title":["Fresh","\u0622\u0632\u0645\u0648\u0646"],"points":"6","visibility":"hidden","extra_credit":false,"criteria":[]}],"misconceptions":{}}');
INSERT INTO "problems" VALUES(2,'essay',1,'sha256:essay-1','{"title":["An essay","\u0646\u0648\u0634\u062a\u0647"],"checks":[{"id":"why","title":["Why","\u0622\u0632\u0645\u0648\u0646"],"points":"5","visibility":"visible","extra_credit":false,"criteria":[{"id":"claim","title":["States the claim","\u0627\u062f\u0639\u0627 \u0631\u0627 \u0645\u06cc\u200c\u06af\u0648\u06cc\u062f"],"points":"2"},{"id":"proof","title":["Proves it","\u0627\u062b\u0628\u0627\u062a \u0645\u06cc\u200c\u06a9\u0646\u062f"],"points":"3"}]}],"misconceptions":{}}');
INSERT INTO "problems" VALUES(3,'net',1,'sha256:net-2','{"title":["A net","\u0634\u0628\u06a9\u0647"],"checks":[{"id":"output","title":["Output","\u0622\u0632\u0645\u0648\u0646"],"points":"4","visibility":"visible","extra_credit":false,"criteria":[]},{"id":"fresh","title":["Fresh","\u0622\u0632\u0645\u0648\u0646"],"points":"6","visibility":"hidden","extra_credit":false,"criteria":[]}],"misconceptions":{}}');
CREATE TABLE results (
	id INTEGER NOT NULL, 
	attempt_id INTEGER NOT NULL, 
	problem_id INTEGER NOT NULL, 
	run_id TEXT NOT NULL, 
	work TEXT NOT NULL, 
	ground TEXT NOT NULL, 
	status TEXT NOT NULL, 
	score TEXT, 
	max_score TEXT NOT NULL, 
	graded_at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(attempt_id) REFERENCES attempts (id), 
	FOREIGN KEY(problem_id) REFERENCES problems (id), 
	FOREIGN KEY(run_id) REFERENCES runs (id)
);
INSERT INTO "results" VALUES(1,1,1,'run-1','sha256:ef2b540329ed10d52b224bb9e82327ec2e9ba365de2c37529ac3abc4ffc884c3','dbebc76d2d275007559993c42f78d65cdb3ef669b82d4b48c5174bed6bcbefdf','graded','22/3','10','2026-11-25T21:59:30+00:00');
INSERT INTO "results" VALUES(2,1,2,'run-1','sha256:ef2b540329ed10d52b224bb9e82327ec2e9ba365de2c37529ac3abc4ffc884c3','29166be025812498914f70e4b8affb0d01a5014d4240d6070de610f813b44ae1','needs_review',NULL,'5','2026-11-25T21:59:30+00:00');
INSERT INTO "results" VALUES(3,2,1,'run-1','sha256:ef2b540329ed10d52b224bb9e82327ec2e9ba365de2c37529ac3abc4ffc884c3','dbebc76d2d275007559993c42f78d65cdb3ef669b82d4b48c5174bed6bcbefdf','graded','22/3','10','2026-11-25T21:59:30+00:00');
INSERT INTO "results" VALUES(4,2,2,'run-1','sha256:ef2b540329ed10d52b224bb9e82327ec2e9ba365de2c37529ac3abc4ffc884c3','29166be025812498914f70e4b8affb0d01a5014d4240d6070de610f813b44ae1','needs_review',NULL,'5','2026-11-25T21:59:30+00:00');
INSERT INTO "results" VALUES(5,1,3,'run-2','sha256:ef2b540329ed10d52b224bb9e82327ec2e9ba365de2c37529ac3abc4ffc884c3','e924060cbd912ef98164ac7d53058bca22de9f7e4d3bbeaddd225bcccafb62e3','graded','10','10','2026-11-25T21:59:30+00:00');
INSERT INTO "results" VALUES(6,2,3,'run-2','sha256:ef2b540329ed10d52b224bb9e82327ec2e9ba365de2c37529ac3abc4ffc884c3','e924060cbd912ef98164ac7d53058bca22de9f7e4d3bbeaddd225bcccafb62e3','graded','10','10','2026-11-25T21:59:30+00:00');
CREATE TABLE runs (
	id TEXT NOT NULL, 
	assignment_id INTEGER NOT NULL, 
	started_at TEXT NOT NULL, 
	finished_at TEXT, 
	device TEXT NOT NULL, 
	engine TEXT NOT NULL, 
	tier TEXT NOT NULL, 
	layers TEXT NOT NULL, 
	seed TEXT, 
	grader TEXT NOT NULL, 
	torch TEXT NOT NULL, 
	numpy TEXT NOT NULL, 
	terms TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(assignment_id) REFERENCES assignments (id)
);
INSERT INTO "runs" VALUES('run-1',1,'2025-11-06T08:00:00+00:00','2026-11-25T21:59:30+00:00','cpu','local','full','["seccomp"]',NULL,'1','2','3','{"title":["Homework 3","\u062a\u0645\u0631\u06cc\u0646 \u06f3"],"max_score":"20","problems":["net","essay"],"points":{"essay":"10"},"all_or_nothing":[],"due":"2025-11-05T20:29:00+00:00","late":{"grace_minutes":15,"percent_per_day":"10","max_days":5},"attempts":{"max":3,"keep":"best"}}');
INSERT INTO "runs" VALUES('run-2',1,'2025-11-06T08:00:00+00:00','2026-11-25T21:59:30+00:00','cpu','local','full','["seccomp"]',NULL,'1','2','3','{"title":["Homework 3","\u062a\u0645\u0631\u06cc\u0646 \u06f3"],"max_score":"20","problems":["net","essay"],"points":{"essay":"10"},"all_or_nothing":[],"due":"2025-11-05T20:29:00+00:00","late":{"grace_minutes":15,"percent_per_day":"10","max_days":5},"attempts":{"max":3,"keep":"best"}}');
CREATE TABLE students (
	id INTEGER NOT NULL, 
	student TEXT NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (student)
);
INSERT INTO "students" VALUES(1,'s01','Sara');
INSERT INTO "students" VALUES(2,'s02','');
CREATE INDEX ix_runs_assignment_id ON runs (assignment_id);
CREATE INDEX results_by_ground ON results (attempt_id, ground);
CREATE INDEX ix_grades_attempt_id ON grades (attempt_id);
COMMIT;
