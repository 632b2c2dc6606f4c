import '../tests/bench/sftp.ts';
