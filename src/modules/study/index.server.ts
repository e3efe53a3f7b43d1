import type { Manifest } from '#platform/manifest.ts';

export { announceCampaign, endCampaign } from './actions/announce.server.ts';
export { dropStudied, saveCampaign, setAudience, setStudied, startCampaign } from './actions/campaign.server.ts';
export { moveParticipant, refreshRoster } from './actions/refresh.server.ts';
export { readAudienceForm, readCampaignForm, readTypedAudience, readTypedCampaign } from './input/campaign.ts';

export const manifest: Manifest = {};
