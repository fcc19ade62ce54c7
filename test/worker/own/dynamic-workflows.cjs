// Nobody can tell its names before it runs.
for (const name of ['basic', 'notifi']) exports[`${name}${name === 'basic' ? 'Kyc' : 'cation'}`] = async () => name;
